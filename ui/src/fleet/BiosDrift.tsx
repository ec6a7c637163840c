import { useQuery } from '@tanstack/react-query'
import { ask, seg } from '../api/client'
import type { Json } from '../api/types'
import { Changes } from '../parts/Changes'
import { Answer } from '../parts/notes'
import { State } from '../parts/state'

type Drift = {
  device_type: string
  drifted: boolean
  as_wanted?: number
  differs: { setting?: string; attribute: string; wanted: Json; effective: Json; staged?: boolean }[]
  refused?: { setting?: string; message?: string }[] | null
}

/** Asks the BMC whether its BIOS settings still are as the device type wants; only when one wants to know. */
export function BiosDrift({ server }: { server: string }) {
  const drift = useQuery({
    queryKey: ['drift', server],
    enabled: false,
    retry: false,
    queryFn: ({ signal }) => ask<Drift>(`/servers/${seg(server)}/bios/drift`, { signal }),
  })
  return (
    <section className="panel">
      <h2>BIOS against its device type</h2>
      <p>
        <button type="button" disabled={drift.isFetching} onClick={() => drift.refetch()}>
          {drift.isFetching ? 'Asking the BMC …' : 'Compare now'}
        </button>{' '}
        <span className="faint">Reads; writes nothing.</span>
      </p>
      {(drift.data || drift.error) && (
        <Answer of={drift}>
          {found => (
            <>
              <p>
                {found.drifted ? (
                  <State kind="out_of_baseline" text={`differs from ${found.device_type}`} />
                ) : (
                  <State kind="ok" text={`as ${found.device_type} wants it: ${found.as_wanted ?? 0} settings`} />
                )}
              </p>
              {found.differs.length > 0 && (
                <Changes
                  titles={['Setting', 'Now', 'Wanted']}
                  of={found.differs.map(each => ({
                    name: each.setting ?? each.attribute,
                    from: each.effective,
                    to: each.wanted,
                  }))}
                />
              )}
              {found.refused?.map(each => (
                <p key={each.setting} className="faint">
                  {each.setting}: {each.message}
                </p>
              ))}
            </>
          )}
        </Answer>
      )}
    </section>
  )
}
