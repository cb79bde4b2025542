/**
 * A load of its own thread, so that making it costs the measured process nothing: `connections` kept alive, each
 * sending the next request as soon as it has the answer. Says how many answers of which status came, and how long
 * each took (milliseconds).
 */
const http = require('node:http');
const { parentPort, workerData } = require('node:worker_threads');

const { port, path = '/graphql', headers, bodies, seconds, connections } = workerData;
const agent = new http.Agent({ keepAlive: true, maxSockets: connections });
const deadline = performance.now() + seconds * 1000;
const took = [];
const statuses = {};
let next = 0;

function one() {
  return new Promise((resolve, reject) => {
    const body = bodies[next++ % bodies.length];
    const begin = performance.now();
    const request = http.request(
      {
        port,
        path,
        agent,
        method: 'POST',
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      },
      (answer) => {
        answer.resume();
        answer.on('end', () => {
          took.push(performance.now() - begin);
          statuses[answer.statusCode] = (statuses[answer.statusCode] ?? 0) + 1;
          resolve();
        });
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

async function connection() {
  while (performance.now() < deadline) await one();
}

const begin = performance.now();
Promise.all(Array.from({ length: connections }, connection)).then(
  () => {
    agent.destroy();
    parentPort.postMessage({
      answers: took.length,
      seconds: (performance.now() - begin) / 1000,
      statuses,
      took,
    });
  },
  (error) => {
    throw error;
  },
);
