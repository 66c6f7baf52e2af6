// The development SMS inbox: what a candidate would read on the phone.
import { expect, type APIRequestContext } from '@playwright/test';

export interface Message {
  phone: string;
  text: string;
  code: string | null;
  /** Milliseconds since 1970. */
  sent_at: number;
}

/** Messages to a number, oldest first. */
export async function messages(request: APIRequestContext, phone: string): Promise<Message[]> {
  const answer = await request.get('/dev/sms.json', { params: { phone } });
  expect(answer.ok(), `/dev/sms.json answers ${answer.status()}`).toBe(true);
  const all: Message[] = await answer.json();
  return all.sort((a, b) => a.sent_at - b.sent_at);
}

/** The newest code sent to a number; waits for more than `before` messages, as sending is a job. */
export async function readCode(request: APIRequestContext, phone: string, before = 0): Promise<string> {
  await expect.poll(async () => (await messages(request, phone)).length, { timeout: 15_000 }).toBeGreaterThan(before);
  const newest = (await messages(request, phone)).findLast((message) => message.code !== null);
  expect(newest, `a message with a code to ${phone}`).toBeDefined();
  return newest!.code!;
}
