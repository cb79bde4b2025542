import 'reflect-metadata';
import { rollcall } from './cli/rollcall';

// Whoever reads our output may stop reading (`| head`): that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

void rollcall(process.argv);
