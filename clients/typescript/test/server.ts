import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
  at: number;
}

/** What the server does with one request: an answer, or a broken connection. */
export type Reply = { status: number; headers?: Record<string, string>; body?: unknown } | 'hang up';

/** A server on loopback that answers as a test tells it to, and remembers what it was asked. */
export class MisbehavingServer implements AsyncDisposable {
  readonly received: Received[] = [];

  private constructor(private readonly server: Server) {}

  static async start(reply: (request: Received, count: number) => Reply | Promise<Reply>): Promise<MisbehavingServer> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', async () => {
        const text = Buffer.concat(chunks).toString();
        const received = {
          method: request.method ?? '',
          path: request.url ?? '',
          headers: request.headers,
          body: text ? JSON.parse(text) : undefined,
          at: Date.now(),
        };
        misbehaving.received.push(received);
        const answer = await reply(received, misbehaving.received.length);
        if (answer === 'hang up') {
          request.socket.destroy();
        } else {
          response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers });
          response.end(answer.body === undefined ? '' : JSON.stringify(answer.body));
        }
      });
    });
    const misbehaving = new MisbehavingServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return misbehaving;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function problem(status: number, code: string, more: Record<string, unknown> = {}): Reply {
  return {
    status,
    headers: { 'Content-Type': 'application/problem+json' },
    body: { type: `urn:breakwater:problem:${code.toLowerCase()}`, title: code, status, detail: 'It says why.', code, request_id: 'request-1', ...more },
  };
}

export function unavailable(retryAfter?: string): Reply {
  const reply = problem(503, 'SERVICE_UNAVAILABLE') as Exclude<Reply, string>;
  return { ...reply, headers: { ...reply.headers, ...(retryAfter === undefined ? {} : { 'Retry-After': retryAfter }) } };
}

/** Waits until something holds; a test that waits in vain ends by its own timeout. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
