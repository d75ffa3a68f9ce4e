import type { ChatMessage } from 'lockstep/engine';
import { ApiError } from '../error-table.js';
import { type Given, isObject, refuse } from './read.js';
import { asJson } from './shown.js';

const ROLES: Readonly<Record<string, ChatMessage['role']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  assistant: 'assistant',
};

/** What else an answer of ours, sent back as part of a chat, may carry without meaning anything. */
const EMPTY: readonly (string | null)[] = ['null', '[]'];

/** Parts of one message's text stand on lines of their own, as vLLM has it. */
const BETWEEN_PARTS = '\n';

/** @throws ApiError for anything but a chat in text */
export function readMessages(messages: unknown): readonly ChatMessage[] {
  if (!Array.isArray(messages) || messages.length === 0) {
    return refuse('messages', 'a list of at least one message', messages ?? undefined);
  }
  return messages.map((message: unknown, i) => readMessage(message, `messages[${i}]`));
}

function readMessage(message: unknown, name: string): ChatMessage {
  if (!isObject(message)) return refuse(name, 'an object with role and content', message);
  const { role, content, ...rest } = message;
  if (typeof role !== 'string' || !Object.hasOwn(ROLES, role)) {
    return refuse(`${name}.role`, Object.keys(ROLES).join(', '), role);
  }
  for (const [key, value] of Object.entries(rest)) {
    if (EMPTY.includes(asJson(value))) continue;
    const message = `${name}.${key}: this server knows only role and content of a message`;
    throw new ApiError('unsupported', message, { param: `${name}.${key}` });
  }
  return { role: ROLES[role]!, content: readContent(content, `${name}.content`) };
}

function readContent(content: unknown, name: string): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return refuse(name, 'a string or a list of text parts', content);
  return content.map((part: unknown, i) => readPart(part, `${name}[${i}]`)).join(BETWEEN_PARTS);
}

function readPart(part: unknown, name: string): string {
  if (isTextPart(part)) return part.text;
  const kind = isObject(part) && typeof part.type === 'string' ? part.type : null;
  if (kind === null || kind === 'text')
    return refuse(name, 'a part such as {"type":"text","text":"…"}', part);
  throw new ApiError('unsupported', `${name}: this server takes text alone, got ${kind}`, { param: name });
}

function isTextPart(part: unknown): part is Given & { readonly text: string } {
  return isObject(part) && part.type === 'text' && typeof part.text === 'string';
}
