import 'reflect-metadata';
import { rollcall } from './cli/rollcall';

void rollcall(process.argv);
