// Where Julia and JavaScript pull apart: each decision, and the programs that hold it. The reasons stand in the table at the end
// of ../README.md. Beside ids of programs, a file is named where a test in it says what no program can.

export const DIFFERENCES: Readonly<Record<string, string>> = {
  "a Future is not thenable; fetch brings the value, also of an array of refs": "OWN-05 FUT-18",
  "await straight on a call that returns a ref is a warning with a fix": "src/compile/warnings/warnings.test.ts",
  "functions travel with copies of what they capture, made at call time; nothing is written back":
    "SPAWN-10 SPAWN-11 GLOB-01 EVERY-09 DIST-17",
  "everywhere's captures are copies; it is not replayed for later workers": "EVERY-05 PROC-17",
  "functions.ts is evaluated once in every process, before the driver starts and in workers added later":
    "SCRIPT-01 SCRIPT-01b EVERY-10",
  "while it loads it knows who is there; what sends throws, and requests to a loading process wait": "SCRIPT-01c",
  "calls to the own pid do not copy; a ref gives its owner the object itself": "OWN-06 FUT-12",
  "every wait settles when a worker dies, is removed or is stopped":
    "OWN-12 OWN-13 DEATH-09 OWN-CHAN-1 PROC-08 PROC-09",
  "a result that can't be sent fails that one call and names the part": "OWN-08 OWN-120",
  "errors keep class, message, own fields, cause and positions; they nest and print as root cause, then path":
    "ERR-02 ERR-03 ERR-10 ERR-14 F-02",
  "every call wraps, also to oneself; in everywhere's composite the caller's own failure stands as it was thrown":
    "ERR-01 EVERY-08b",
  "packing an error may fail; the call settles all the same": "OWN-11",
  "a driver that throws fails the run at once": "OWN-27 ERR-03c",
  "a stray rejection or timer error: on pid 1 printed, the run goes on and has failed; on a worker a line of it":
    "OWN-10 ERR-16 ERR-17",
  "what fails unobserved is printed once, with the position that started it": "ERR-19 ERR-19b ERR-19c CALL-06 DIST-15b",
  "a rejected promise of ours that gets its handler later is a correct program": "OWN-09",
  "a run is finished when no promise of ours is unsettled, but for channels, pools and isready":
    "OWN-25 OWN-26 OWN-CHAN-2",
  "interrupt fails what is in flight, and only that; who does not give way in time is replaced under its pid":
    "INT-01 INT-03 INT-07 F-11 OWN-50 OWN-51",
  "what a process printed before its end was ordered is shown": "OWN-04",
  "cancelling is for one thing": "OWN-CALL-2 OWN-FUT-2 OWN-170 OWN-179",
  "a taker that is dead or removed consumes nothing": "INT-09 OWN-CHAN-0",
  "pmap's handlers run on the caller, on what was thrown itself": "PMAP-12b PMAP-17 DEATH-04",
  "a CachingPool keeps a function as first sent until clear": "POOL-06",
  "transfer moves with the next sending or not at all; on the own pid nothing moves": "DATA-17 OWN-115 OWN-116 OWN-119",
  "function, captures and arguments of one call are one graph; frozen, sealed, null prototypes and accessors are kept":
    "OWN-35 GLOB-06 OWN-21",
  "the runtime keeps what it uses before user code; data may have any keys": "OWN-29 F-09",
  "the console has every method of the standard, as Node writes it, and no value makes it throw":
    "OWN-22 OWN-23 OUT-02",
  "fetch of a URL is the platform's; refused by the sandbox it says so in one sentence": "e2e/sandbox.spec.ts",
  "a driver that never gives way stops nobody else": "OUT-07 CALL-23",
  "retryCheck may be a function of the error alone; of two parameters it is Julia's": "PMAP-17 PMAP-17b",
  "distributed takes an initial value; an empty reduction without one is an error": "OWN-15 DIST-04",
};
