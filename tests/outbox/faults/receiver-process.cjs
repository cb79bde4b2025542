// A partner's system in a process of its own: verifies with the library of Standard Webhooks, and gives each message its
// effect once, in its own database. After so many effects it is killed, between the effect and its acknowledgement.
const { createServer } = require('node:http');
const { Webhook } = require('standardwebhooks');
const { createDataSource } = require('../../../dist/src/database/data-source.js');
const { sqlOf } = require('../../../dist/src/database/sql.js');
const { once } = require('../../../dist/src/outbox/received.js');

async function main({ url, port, secrets, shift, killAfter = null }) {
  const machine = Date.now;
  Date.now = () => machine() + shift;
  const app = await createDataSource({ url, role: 'app', poolSize: 4 }).initialize();
  let effects = 0;
  const take = async (headers, text) => {
    const verified = secrets.flatMap((secret) => {
      try {
        return [new Webhook(secret).verify(text, headers)];
      } catch {
        return [];
      }
    });
    if (verified.length === 0) return 400;
    const message = headers['webhook-id'];
    const { again } = await app.transaction((manager) =>
      once(sqlOf(manager), { sender: 'la/931', message, at: new Date() }, async (tx) => {
        await tx.query('insert into effect (message, about) values ($1, $2)', [message, verified[0].data.id]);
        return true;
      }),
    );
    if (!again && (effects += 1) === killAfter) process.kill(process.pid, 'SIGKILL');
    return 204;
  };
  const server = createServer((request, response) => {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      take(request.headers, Buffer.concat(parts).toString()).then(
        (status) => response.writeHead(status).end(),
        () => response.writeHead(503).end(),
      );
    });
  });
  server.listen(port, '127.0.0.1', () => process.stdout.write('ready\n'));
  process.once('SIGTERM', async () => {
    server.closeAllConnections();
    server.close();
    await app.destroy();
  });
}

void main(JSON.parse(process.argv[2]));
