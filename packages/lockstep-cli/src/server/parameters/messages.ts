import type { ChatMessage } from 'lockstep/engine';
import { ApiError } from '../error-table.js';
import { type Given, isObject, refuse } from './read.js';
import { sameJson } from './same-json.js';

const ROLES: Readonly<Record<string, ChatMessage['role']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
};

/** What else an answer of ours, sent back as part of a chat, may carry without meaning anything. */
const EMPTY: readonly unknown[] = [null, [], {}, ''];

/** Parts of one message's text stand on lines of their own, as vLLM has it. */
const BETWEEN_PARTS = '\n';

/** @throws ApiError for anything but a chat in text */
export function readMessages(messages: unknown): readonly ChatMessage[] {
  if (!Array.isArray(messages) || messages.length === 0) {
    return refuse('messages', 'a list of at least one message', messages ?? undefined);
  }
  return messages.map(readMessage);
}

function readMessage(message: unknown, i: number): ChatMessage {
  if (!isObject(message)) return refuse(`messages[${i}]`, 'an object with role and content', message);
  const { role, content } = message;
  if (typeof role !== 'string' || !Object.hasOwn(ROLES, role)) {
    return refuse(`messages[${i}].role`, Object.keys(ROLES).join(', '), role);
  }
  for (const key in message) {
    if (key === 'role' || key === 'content') continue;
    if (EMPTY.some((empty) => sameJson(message[key], empty))) continue;
    const param = `messages[${i}].${key}`;
    throw new ApiError('unsupported', `${param}: this server knows only role and content of a message`, {
      param,
    });
  }
  return { role: ROLES[role]!, content: typeof content === 'string' ? content : readParts(content, i) };
}

function readParts(content: unknown, i: number): string {
  if (!Array.isArray(content)) {
    return refuse(`messages[${i}].content`, 'a string or a list of text parts', content);
  }
  return content.map((part: unknown, k) => readPart(part, i, k)).join(BETWEEN_PARTS);
}

function readPart(part: unknown, i: number, k: number): string {
  if (isTextPart(part)) return part.text;
  const name = `messages[${i}].content[${k}]`;
  const kind = isObject(part) && typeof part.type === 'string' ? part.type : null;
  if (kind === null || kind === 'text')
    return refuse(name, 'a part such as {"type":"text","text":"…"}', part);
  throw new ApiError('unsupported', `${name}: this server takes text alone, got ${kind}`, { param: name });
}

function isTextPart(part: unknown): part is Given & { readonly text: string } {
  return isObject(part) && part.type === 'text' && typeof part.text === 'string';
}
