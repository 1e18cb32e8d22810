// What a thread prints goes to the file itself, at once: a line before an endless loop arrives, order among threads and
// among console, process.stdout and process.stderr holds, and nothing is lost at process.exit. (Node's own streams of a
// thread go by way of the main thread.)
import { writeSync } from "node:fs";

type File = 1 | 2;

/** `readerGone` is called when nobody reads the file any more; what is left of the text is dropped. */
export function writeWhole(file: File, chunk: Uint8Array, readerGone: () => void): void {
  let rest = chunk;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(file, rest));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EPIPE") return readerGone();
      if (code !== "EAGAIN") throw error;
    }
  }
}

/** process.stdout.write and process.stderr.write of this thread by `write`; their callbacks run a little later, as ever. */
export function takeStreams(write: (file: File, chunk: Uint8Array) => void): void {
  const streams: [NodeJS.WriteStream, File][] = [
    [process.stdout, 1],
    [process.stderr, 2],
  ];
  const { nextTick } = process;
  for (const [stream, file] of streams) {
    stream.write = (chunk: string | Uint8Array, ...more: unknown[]) => {
      const encoding = typeof more[0] === "string" ? (more[0] as BufferEncoding) : "utf8";
      const done = more.find((one) => typeof one === "function") as (() => void) | undefined;
      write(file, typeof chunk === "string" ? Buffer.from(chunk, encoding) : bytesOf(chunk));
      if (done) nextTick(done);
      return true;
    };
  }
}

function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  throw new TypeError(`write: wanted a string or a Uint8Array, got ${chunk === null ? "null" : typeof chunk}`);
}
