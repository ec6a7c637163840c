import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { ask, idempotencyKey, seg } from '../api/client'
import type { Care, WholeCare } from '../api/types'

export type Change = { owner?: string | null; ticket?: string | null; seconds?: number }

/** Two hours: long enough to mend something, short enough to be asked again in the same night. */
export const SEEN_SECONDS = 2 * 3600

/** The document of a change: what is not changed is said again, since what is absent is taken away. */
export function careBody(known: Care, change: Change): Record<string, unknown> {
  const owner = change.owner === undefined ? known.owner : change.owner
  const ticket = change.ticket === undefined ? known.ticket : change.ticket
  return {
    ...(owner ? { owner } : {}),
    ...(ticket ? { ticket } : {}),
    ...(change.seconds === undefined ? {} : { acknowledge_seconds: change.seconds }),
  }
}

function changed(client: QueryClient, run: string, care?: WholeCare) {
  if (care) client.setQueryData(['care', run], care)
  else client.invalidateQueries({ queryKey: ['care', run] })
  client.invalidateQueries({ queryKey: ['overview'] })
}

/** Changes who looks after runs; each is read first, for others may have changed it. */
export function useChangeCare() {
  const client = useQueryClient()
  return async (runs: string[], change: Change) => {
    for (const run of runs) {
      const known = await ask<WholeCare>(`/runs/${seg(run)}/care`)
      const body = careBody(known, change)
      changed(client, run, await ask<WholeCare>(`/runs/${seg(run)}/care`, { method: 'PUT', body }))
    }
  }
}

export function useAddNote() {
  const client = useQueryClient()
  return async (run: string, text: string) => {
    const headers = { 'Idempotency-Key': idempotencyKey() }
    const care = await ask<WholeCare>(`/runs/${seg(run)}/notes`, { method: 'POST', headers, body: { text } })
    changed(client, run, care)
  }
}
