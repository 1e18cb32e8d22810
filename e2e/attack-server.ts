// Servers of a test's own: one that a program tries to reach, which counts whatever arrives, a bare connection included, so
// that "refused" is not only the program's word; and one that serves the built site without any header of ours.
import { createReadStream, existsSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

export interface TestServer {
  /** Ends with a slash. */
  readonly url: string;
  close(): Promise<void>;
}

export interface AttackServer extends TestServer {
  /** What arrived: "GET /driver-fetch", "upgrade /driver-websocket". */
  readonly requests: readonly string[];
  /** Connections that were opened, whatever was said on them. */
  readonly connections: number;
}

/** A server that answers every request with a script that any page may read. */
export async function startAttackServer(): Promise<AttackServer> {
  const requests: string[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.writeHead(200, {
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      "cross-origin-embedder-policy": "require-corp",
      "content-type": "text/javascript",
    });
    response.end("export default 1;");
  });
  server.on("connection", () => connections++);
  server.on("upgrade", (request, socket) => {
    requests.push(`upgrade ${request.url}`);
    socket.destroy();
  });
  return {
    ...(await listen(server)),
    requests,
    get connections() {
      return connections;
    },
  };
}

const SITE = fileURLToPath(new URL("../dist/site/", import.meta.url));
const TYPES: Record<string, string> = {
  ".html": "text/html",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".txt": "text/plain",
  ".woff2": "font/woff2",
  ".ttf": "font/ttf",
};

/** The built site on a host that sets no header: neither isolation nor policy. */
export async function servePlainly(): Promise<TestServer> {
  return await listen(createServer(plainly));
}

const plainly: RequestListener = (request, response) => {
  const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://site").pathname));
  const file = join(SITE, path.endsWith("/") ? `${path}index.html` : path);
  if (!file.startsWith(SITE) || !existsSync(file)) {
    response.writeHead(404).end();
    return;
  }
  response.writeHead(200, { "content-type": TYPES[extname(file)] ?? "application/octet-stream" });
  createReadStream(file).pipe(response);
};

async function listen(server: Server): Promise<TestServer> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
