import { readFileSync, writeFileSync } from 'node:fs';
import { README, rowTable, withTable } from './row-table';

writeFileSync(README, withTable(readFileSync(README, 'utf8'), rowTable()));
