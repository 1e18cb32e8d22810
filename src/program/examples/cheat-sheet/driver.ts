// All of Distributed on one sheet. Archivo driver · The driver file: it runs on process 1.
import {
  addprocs,
  distributed,
  everywhere,
  fetch,
  myid,
  nprocs,
  nworkers,
  pmap,
  range,
  remotecall,
  remotecallFetch,
  rmprocs,
  spawn,
  spawnat,
  workers,
} from "distributed";
import { add, scale, setFactor, square, wcreduce, wordcount } from "./functions";

// Ejecutar REPL con N workers · Start a REPL with N workers: julia -p N
// Here it is the field Workers above, ?p=N in the address, or: panal -p N driver.ts

// Número de workers disponibles · Number of processes
// nprocs() counts the driver too; nworkers() counts who takes work: one less.
console.log("nprocs", nprocs(), "nworkers", nworkers());

// Añadir N workers · Add N workers
const added = await addprocs(2);
console.log("added", added.join(" "));

// Ver todos los ids de los workers · List all worker ids
for (const pid of workers()) console.log("worker", pid);

// Obtener el id de ejecución del worker · Id of the current process
console.log("myid", myid());
for (const pid of workers()) await remotecallFetch(() => console.log("myid", myid()), pid);

// Eliminar worker · Remove a worker
await rmprocs(added[1]!);
console.log("left", workers().join(" "));

// Ejecutar f con los argumentos en pid · Run f on pid: a reference now, its value later
const pid = workers()[0]!;
const r = remotecall(square, pid, 3);
console.log("remotecall", await fetch(r));
const s = spawnat(pid, () => square(4));
console.log("spawnat", await fetch(s));

// … (más eficiente) · … in one step: two messages where remotecall and fetch need four
console.log("remotecallFetch", await remotecallFetch(square, pid, 5));

// … en cualquier worker · … on any worker: they take turns
const any = spawn(() => square(6));
console.log("spawn", await fetch(any));

// … en todos los workers · … on every worker
const refs = workers().map((w) => spawnat(w, () => square(w)));
console.log("on every worker", (await fetch(refs)).join(" "));

// Poner expr a disposición de todos · Make expr available everywhere
await everywhere(() => setFactor(10));
console.log("everywhere", await remotecallFetch(scale, pid, 7));

// Bucle for paralelo con reductora · Parallel for with a reducer: equal shares
const sum = await distributed(add, range(1, 1_000_000), (i) => i % 2);
console.log("distributed", sum);

// Aplicar f a todos los elementos · Apply f to all elements: each to a free worker
console.log("pmap", (await pmap(square, [1, 2, 3, 4])).join(" "));

// Reductora no trivial: contador de palabras · A reducer that is not trivial: word count
const lines = ["el panal", "el panal de abejas", "de abejas"];
const counts = await distributed(wcreduce, lines, wordcount);
console.log("wcreduce", [...counts].map(([word, n]) => `${word}=${n}`).join(" "));
