// The platform's globals, as cells of the REPL know them. A list, since the compile step runs on another thread and host.

/** Globals of every host that stay what they are until a cell or the driver declares the name. */
export const GLOBALS: ReadonlySet<string> = new Set(
  `AggregateError Array ArrayBuffer Atomics BigInt BigInt64Array BigUint64Array Boolean DataView Date Error EvalError
   FinalizationRegistry Float32Array Float64Array Function Infinity Int8Array Int16Array Int32Array JSON Map Math NaN Number
   Object Promise Proxy RangeError ReferenceError Reflect RegExp Set SharedArrayBuffer String Symbol SyntaxError TypeError
   URIError Uint8Array Uint8ClampedArray Uint16Array Uint32Array WeakMap WeakRef WeakSet arguments atob btoa clearInterval
   clearTimeout console crypto decodeURI decodeURIComponent encodeURI encodeURIComponent eval globalThis isFinite isNaN
   parseFloat parseInt performance queueMicrotask setInterval setTimeout structuredClone undefined`.split(/\s+/),
);
