import { readFileSync, statSync } from 'node:fs';
import type { Command } from 'commander';
import { NO_MAPPING, type HeaderMapping } from '../interchange/csv.columns';
import { readMapping } from '../interchange/csv.mapping';
import { parseLocalDate, type LocalDate } from '../kernel/local-date';
import { parseOrganisationId, type OrganisationId } from '../kernel/organisation-id';

export const WRONG_USAGE = { exitCode: 2, code: 'rollcall.usage' };

/** What every command that brings a file in is given. Ends the command where it makes no sense. */
export function organisationGiven(command: Command, option: string, text: string): OrganisationId {
  const parsed = parseOrganisationId(text);
  return parsed.ok ? parsed.value : command.error(`${option}: ${parsed.problem}`, WRONG_USAGE);
}

export function dayGiven(command: Command, option: string, text: string): LocalDate {
  const parsed = parseLocalDate(text);
  return parsed.ok ? parsed.value : command.error(`${option}: ${parsed.problem}`, WRONG_USAGE);
}

export function mappingGiven(command: Command, path: string | undefined): HeaderMapping {
  if (path === undefined) return NO_MAPPING;
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    return command.error('--mapping: there is no readable file at that path.', WRONG_USAGE);
  }
  try {
    return readMapping(text);
  } catch (error) {
    return command.error(`--mapping: ${(error as Error).message}`, WRONG_USAGE);
  }
}

export function fileGiven(command: Command, path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isFile() !== true) command.error('There is no readable file at that path.', WRONG_USAGE);
}
