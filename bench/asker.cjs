// Asks over kept-alive connections from a thread of its own, in the order given, and says how long each answer took:
// from the last byte sent to the last byte read.
const { Agent, request } = require('node:http');
const { parentPort, workerData } = require('node:worker_threads');

const { port, headers, calls, connections } = workerData;
const agent = new Agent({ keepAlive: true, maxSockets: connections, noDelay: true });

function ask(body) {
  return new Promise((done, failed) => {
    const options = { port, host: '127.0.0.1', path: '/graphql', method: 'POST', agent };
    const asked = request(
      { ...options, headers: { ...headers, 'content-length': Buffer.byteLength(body) } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part) => (text += part));
        answer.on('end', () => done({ took: performance.now() - begun, status: answer.statusCode, text }));
      },
    );
    asked.on('error', failed);
    const begun = performance.now();
    asked.end(body);
  });
}

async function main() {
  const took = new Array(calls.length);
  let next = 0;
  const worker = async () => {
    while (next < calls.length) {
      const i = next++;
      const { body, says } = calls[i];
      const answer = await ask(body);
      if (answer.status !== 200 || !answer.text.includes(says))
        throw new Error(`asked for ${says}, was told ${answer.status} ${answer.text.slice(0, 300)}`);
      took[i] = answer.took;
    }
  };
  await Promise.all(Array.from({ length: connections }, worker));
  agent.destroy();
  parentPort.postMessage(took);
}

void main();
