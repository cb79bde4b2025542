import type { Answer } from '../../gate/answer';
import type { Claimed } from '../message';
import { nodeOf, textOf } from './peer-child';
import { writingOf } from './peer-writing';

/**
 * Whether what a hub may be told is anything that it could be told: of a child who may not be named to it nothing is. Of
 * any other channel it is for the receiver to say what it makes of it.
 */
export function isEnough(
  { kind, channel }: Pick<Claimed, 'kind' | 'channel'>,
  { data }: Pick<Answer, 'data'>,
): boolean {
  const [root = null] = Object.values(data ?? {});
  if (root === null) return false;
  if (channel.kind !== 'PEER_HUB') return true;
  const node = nodeOf(root);
  return writingOf(kind, textOf(node['type']))?.isEnough(node) ?? true;
}
