import { InvalidArgumentError, Option } from 'commander';

/** `--port N`, for every command that listens. */
export function portOption(): Option {
  return new Option(
    '--port <number>',
    'port to listen on (else ROLLCALL_PORT, else 4000); 0 takes a free one',
  ).argParser((text) => {
    const port = Number(text);
    if (!/^\d{1,5}$/.test(text) || port > 65_535)
      throw new InvalidArgumentError('Write a whole number from 0 to 65535.');
    return port;
  });
}
