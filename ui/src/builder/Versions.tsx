import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ask, seg } from '../api/client'
import { useVersions } from '../api/queries'
import type { Version } from '../api/types'
import { Dialog } from '../parts/dialog'
import { Answer, Empty } from '../parts/notes'
import { At } from '../parts/time'
import { diff, folded } from './diff'

type Props = { name: string; text: string; onRestore: (text: string) => void; onClose: () => void }

/** What was saved before, what would change, and the way back. */
export function Versions({ name, text, onRestore, onClose }: Props) {
  const versions = useVersions(name, true)
  const [chosen, setChosen] = useState<Version['version'] | null>(null)
  const old = useQuery({
    queryKey: ['version', name, chosen],
    enabled: chosen !== null,
    queryFn: ({ signal }) => ask<{ text: string }>(`/templates/${seg(name)}/versions/${seg(chosen ?? '')}`, { signal }),
  })
  const restore = () => {
    if (old.data) onRestore(old.data.text)
    onClose()
  }
  return (
    <Dialog
      title={`Versions of ${name}`}
      onClose={onClose}
      onSubmit={restore}
      buttons={
        <>
          <button type="button" onClick={onClose}>
            Close
          </button>
          <button type="submit" className="main" disabled={!old.data}>
            Take this version
          </button>
        </>
      }
    >
      <div className="versions">
        <Answer of={versions} lines={3}>
          {all =>
            all.length === 0 ? (
              <Empty>It was not saved here yet.</Empty>
            ) : (
              <ol className="versions-list">
                {all.map(version => (
                  <li key={version.version}>
                    <button
                      type="button"
                      aria-pressed={chosen === version.version}
                      onClick={() => setChosen(version.version)}
                    >
                      <span className="num">{version.version}</span> <At time={version.at} /> {version.actor}
                      <span className="faint small line2">{version.message}</span>
                    </button>
                  </li>
                ))}
              </ol>
            )
          }
        </Answer>
        {chosen !== null && <Answer of={old}>{was => <Diff before={text} after={was.text} />}</Answer>}
      </div>
    </Dialog>
  )
}

/** What taking `after` would change. */
export function Diff({ before, after }: { before: string; after: string }) {
  const lines = folded(diff(before, after))
  if (lines.length === 0 || lines.every(line => line === null)) return <p className="faint">It is the same as now.</p>
  return (
    <pre className="yaml diff">
      {lines.map((line, i) => (
        <div key={i} className={line ? `diff-${line.kind}` : 'faint'}>
          {line ? `${line.kind === 'new' ? '+' : line.kind === 'gone' ? '-' : ' '} ${line.text}` : '⋯'}
        </div>
      ))}
    </pre>
  )
}
