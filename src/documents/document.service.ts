import type { GraphQLResolveInfo } from 'graphql';
import { findEntry } from '../casework/case.repository';
import { writerOf } from '../children/writer';
import { act, type Outcome } from '../gate/act';
import type { GateContext } from '../gate/context';
import { isHomeTeam } from '../gate/home-team';
import { badInput, conflict } from '../kernel/errors';
import { idOf } from '../kernel/given-id';
import { needed } from '../kernel/written';
import type { AttachDocumentInput } from './document.input';
import { countDocuments, findDocument, insertDocument, saveRemoved } from './document.repository';

type Done = Promise<Outcome | null>;
const MOST = 200;

/** Puts a file that was sent before on a case. The receipt’s id is the document’s. */
export function attachDocument(
  context: GateContext,
  info: GraphQLResolveInfo,
  caseId: string,
  input: AttachDocumentInput,
): Done {
  const publicId = idOf(caseId, 'id');
  const upload = idOf(input.upload, 'input.upload');
  const writer = writerOf(context);
  const title = needed(input.title, 'input.title', 200, 'say what it is.');
  return act(context, info, {
    find: (tx) => (isHomeTeam(context) ? findEntry(tx, publicId, writer.home) : Promise.resolve(null)),
    child: (entry) => entry.childId,
    perform: async (tx, entry) => {
      if (entry.state === 'CLOSED' || entry.state === 'CLOSED_WITH_ALERT')
        throw conflict('id: this case is closed; open it again first.');
      if ((await countDocuments(tx, entry.id)) >= MOST)
        throw conflict(`id: this case holds ${MOST} documents; take one off first.`);
      const document = { caseId: entry.id, upload, kind: input.kind, title };
      const id = await insertDocument(tx, document, context.asking, writer);
      if (id === null)
        throw badInput('input.upload', 'is no file of yours that waits; send it to POST /uploads first.');
      return { id, receivedAt: writer.now.toISOString() };
    },
    about: () => ({ kind: input.kind }),
  });
}

/** Takes a document off its case, as when it is another child’s: its bytes are destroyed, that it was there is kept. */
export function removeDocument(
  context: GateContext,
  info: GraphQLResolveInfo,
  id: string,
  because: string,
): Done {
  const publicId = idOf(id, 'id');
  const writer = writerOf(context);
  const why = needed(because, 'because', 1000, 'say why it does not belong here.');
  return act(context, info, {
    find: (tx) => (isHomeTeam(context) ? findDocument(tx, publicId, writer.home) : Promise.resolve(null)),
    child: (document) => document.childId,
    perform: async (tx, document) => {
      if (document.removed) throw conflict('id: this document was taken off already.');
      await saveRemoved(tx, document.id, why, writer);
      return { id: publicId, receivedAt: writer.now.toISOString() };
    },
  });
}
