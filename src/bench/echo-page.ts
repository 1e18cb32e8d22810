// The physical limit of a remote call: two Web Workers joined by a MessagePort, one asks, the other echoes, by hand.

const ASKER = `
let port;
onmessage = async ({ data }) => {
  if (data.port) { port = data.port; port.start(); return; }
  const started = performance.now();
  for (let call = 0; call < data.calls; call++) {
    await new Promise((resolve) => { port.onmessage = resolve; port.postMessage(call); });
  }
  postMessage(((performance.now() - started) * 1000) / data.calls);
};`;

const ECHOER = `onmessage = ({ data: { port } }) => { port.onmessage = ({ data }) => port.postMessage(data); };`;

/** `roundTrips(calls)` settles with the microseconds of one. */
export const ECHO_PAGE = `<!doctype html><script>
const start = (text) => new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
const [asker, echoer] = [start(${JSON.stringify(ASKER)}), start(${JSON.stringify(ECHOER)})];
const { port1, port2 } = new MessageChannel();
asker.postMessage({ port: port1 }, [port1]);
echoer.postMessage({ port: port2 }, [port2]);
globalThis.roundTrips = (calls) => new Promise((resolve) => {
  asker.onmessage = ({ data }) => resolve(data);
  asker.postMessage({ calls });
});
</script>`;
