import { useEffect } from 'react'
import { ask, seg } from '../api/client'
import { useLiveRun } from '../api/live'
import { placeOfTryOut, useRun, useTryOut } from '../api/queries'
import type { RunDetail, TryOut } from '../api/types'

export type Tried = { tryOut: TryOut | undefined; run: RunDetail | undefined; error: unknown }

/** A try-out and its run, live; it is ended when the page leaves it. */
export function useTried(id: string | null): Tried {
  const tryOut = useTryOut(id)
  const place = placeOfTryOut(id ?? '')
  const run = useRun(place, id !== null)
  const over = !!run.data && run.data.status !== 'running' && run.data.status !== 'pending'
  useLiveRun(place, id === null || run.data === undefined || over)
  useEffect(() => {
    if (id === null) return
    // one that is gone already is none to be told of
    const end = () => void ask(`/try-outs/${seg(id)}`, { method: 'DELETE', keepalive: true }).catch(() => {})
    addEventListener('pagehide', end)
    return () => {
      removeEventListener('pagehide', end)
      end()
    }
  }, [id])
  return { tryOut: tryOut.data, run: run.data, error: tryOut.error }
}
