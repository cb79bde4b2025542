/**
 * The environment of PostgreSQL's programs: none of the hub's own variables, which hold secrets, and one language,
 * because we read what they say. Windows programs need theirs to start at all, so there it is inherited.
 */
export function serverEnvironment(): { env?: NodeJS.ProcessEnv } {
  if (process.platform === 'win32') return {};
  return { env: { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } };
}
