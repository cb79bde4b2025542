import { createHash } from 'node:crypto';

export interface ExplorerPage {
  readonly html: string;
  /** Nothing from elsewhere: the one script in the page by its digest, and requests to this hub alone. */
  readonly contentSecurityPolicy: string;
}

const QUERY = `# Put a token of the development issuer into "Headers" below:
#   npx rollcall token --as la/931/front-door --user "A. Worker" --job "front door"
# Then ask what you may see, for which purpose and under which clause.
{
  sharing {
    purposes {
      code
      words
    }
  }
}
`;

const HEADERS = {
  Authorization: 'Bearer PUT-A-TOKEN-HERE',
  'Sharing-Purpose': 'VERIFY_EDUCATION',
  'Sharing-Reference': 'EXPLORER/1',
};

let made: ExplorerPage | undefined;

/** The explorer of `GET /graphql` in a browser, in development; made at the first call, for it is nine megabytes. */
export function explorerPage(): ExplorerPage {
  return (made ??= makePage());
}

function makePage(): ExplorerPage {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only where somebody opens it
  const library = require('@graphql-yoga/render-graphiql') as typeof import('@graphql-yoga/render-graphiql');
  const { renderGraphiQL } = library;
  const headers = JSON.stringify(HEADERS, null, 2);
  const html = renderGraphiQL({
    title: 'Rollcall explorer',
    endpoint: '/graphql',
    defaultQuery: QUERY,
    defaultHeaders: headers,
    headers,
    defaultTabs: [{ query: QUERY, headers }],
    shouldPersistHeaders: false,
  }).trim();
  const script = html.slice(html.indexOf('<script>') + '<script>'.length, html.lastIndexOf('</script>'));
  const digest = createHash('sha256').update(script).digest('base64');
  const policy = {
    'default-src': "'none'",
    'script-src': `'sha256-${digest}' blob:`,
    'worker-src': 'blob:',
    'style-src': "'unsafe-inline'",
    'font-src': 'data:',
    'img-src': 'data:',
    'connect-src': "'self'",
    'base-uri': "'none'",
    'form-action': "'none'",
    'frame-ancestors': "'none'",
  };
  return {
    html,
    contentSecurityPolicy: Object.entries(policy)
      .map(([name, value]) => `${name} ${value}`)
      .join('; '),
  };
}
