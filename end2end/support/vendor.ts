// The vendor of identity engines, played by the test (docs/identity-http.md): it says what the scenario tells it to, so that every
// branch of a guide is walked at once and always. And a server of the test's own that asks it.
import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { said } from './evidence';
import { OwnServer } from './own-server';
import { expect, test as base } from './test';

const SECRET = 'shared by the tests and nobody else';
const ENGINE = { name: 'played', version: '1', model_sha256: '0'.repeat(64), limits: {} };

/** Whom the cards show, as they are read. */
export interface Holder {
  name: string;
  idNumber: string;
  address: string;
}

export interface Judgement {
  verdict: 'pass' | 'fail' | 'doubtful';
  reasons?: string[];
}

interface Question {
  capture?: string;
  expected?: { digits?: number[] };
}

export class Vendor {
  /** Whose card is read; nobody: it is not a card. */
  holder?: Holder;
  /** What is said of the next videos, one after the other; then doubt. */
  faces: Judgement[] = [];
  /** What is said of the next photographs, one after the other; then the same person. */
  photographs: ('same' | 'doubtful' | 'different')[] = [];
  /** What was asked, the oldest first. */
  readonly asked: { path: string; question: Question }[] = [];
  /** Whether cards can be read at all. */
  reads = true;
  private held?: string;
  private untilLetGo = Promise.resolve();
  private letGo = () => {};

  private constructor(private readonly server: Server) {}

  static async open(): Promise<Vendor> {
    const server = createServer();
    const vendor = new Vendor(server);
    server.on('request', async (request, response) => {
      const said = await vendor.answer(request);
      response.writeHead(said ? 200 : 401, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ engine: ENGINE, ...said }));
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return vendor;
  }

  get settings() {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the vendor has no port');
    return {
      RUJI_IDENTITY__ENGINE: 'http',
      RUJI_IDENTITY__ENDPOINT: `http://127.0.0.1:${address.port}`,
      RUJI_IDENTITY__SECRET: SECRET,
    };
  }

  /** Says nothing about videos, or cards, from now on. */
  hold(path: '/face' | '/card' = '/face') {
    this.held = path;
    this.untilLetGo = new Promise((done) => (this.letGo = done));
  }

  release() {
    this.letGo();
  }

  close() {
    this.server.closeAllConnections();
    this.server.close();
  }

  private async answer(request: IncomingMessage) {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece);
    const body = Buffer.concat(pieces);
    if (!believes(request, body)) return undefined;
    const path = request.url!;
    this.asked.push({ path, question: JSON.parse(body.toString()) });
    if (path === this.held) await this.untilLetGo;
    if (path === '/card') return this.reads ? this.read() : undefined;
    if (path === '/face') return { reasons: [], cues: [], heard: null, parts: [], ...(this.faces.shift() ?? { verdict: 'doubtful' }) };
    return { verdict: this.photographs.shift() ?? 'same', similarity: 0.5 };
  }

  private read() {
    if (!this.holder) return { fields: [], portrait: null, problems: ['not_a_card'] };
    const { name, idNumber, address } = this.holder;
    const { sex, born } = said(idNumber);
    const birth = `${born.slice(0, 4)}-${born.slice(4, 6)}-${born.slice(6)}`;
    const texts = { name, sex, ethnicity: '汉', birth_date: birth, address, number: idNumber, valid_from: '2018-03-01', valid_to: '2038-03-01' };
    const fields = Object.entries(texts).map(([field, text]) => ({ field, text, confidence: 0.97, region: null }));
    // where support/evidence.ts draws it
    return { fields, portrait: [1200, 330, 320, 400], problems: [] };
  }
}

function believes(request: IncomingMessage, body: Buffer): boolean {
  const [time, nonce, signature] = ['timestamp', 'nonce', 'signature'].map((name) => request.headers[`x-identity-${name}`]);
  const own = createHmac('sha256', SECRET).update(`${time}\n${nonce}\n`).update(body).digest('hex');
  return own === signature;
}

/** `test` with a server of its own that asks a vendor played by the scenario. */
export const test = base.extend<{ vendor: Vendor; own: OwnServer }>({
  vendor: async ({}, use) => {
    const vendor = await Vendor.open();
    await use(vendor);
    vendor.close();
  },
  own: async ({ vendor }, use) => {
    const own = await OwnServer.start(vendor.settings);
    await use(own);
    await own.remove();
  },
});

export { expect };
