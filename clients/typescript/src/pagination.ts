/** What every list answers: some of it, and where it goes on. */
export interface Page<T> {
  data: T[];
  pagination: { nextCursor?: string | null };
}

/**
 * All pages of a list, each fetched when it is asked for.
 *
 * @param fetch asks for the page at a cursor; the first has none
 */
export async function* pages<T, P extends Page<T>>(fetch: (cursor?: string) => Promise<P>): AsyncGenerator<P> {
  let cursor: string | undefined;
  do {
    const page = await fetch(cursor);
    yield page;
    cursor = page.pagination.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/**
 * All items of a list, in its order, over as many pages as it has:
 *
 *     for await (const event of paginate((cursor) => client.events.listEvents({ cursor }))) { … }
 *
 * @param fetch asks for the page at a cursor; the first has none
 */
export async function* paginate<T>(fetch: (cursor?: string) => Promise<Page<T>>): AsyncGenerator<T> {
  for await (const page of pages<T, Page<T>>(fetch)) {
    yield* page.data;
  }
}
