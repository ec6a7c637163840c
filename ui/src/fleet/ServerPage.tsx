import { useState } from 'react'
import { useServer } from '../api/queries'
import type { ServerDetail } from '../api/types'
import { useMay } from '../frame/session'
import { Answer, Empty } from '../parts/notes'
import { Page } from '../parts/page'
import { Power, State } from '../parts/state'
import { Usual } from '../parts/usual'
import { Values } from '../parts/values'
import { position, words } from '../parts/words'
import { PastRuns, PowerStates } from '../past/ServerPast'
import { Link } from '../route/place'
import { Actions } from '../runs/Actions'
import { RunTable } from '../runs/RunsPage'
import { BiosDrift } from './BiosDrift'
import { HoldDialog } from './HoldDialog'

/** One server: how it stands, what it is, what was done to it. */
export function ServerPage({ server: name }: { server: string }) {
  const server = useServer(name)
  return (
    <Page
      title={name}
      head={<Head name={name} server={server.data} />}
      tools={server.data && <Tools name={name} server={server.data} />}
    >
      <Answer of={server} lines={12}>
        {data => <Body server={data} />}
      </Answer>
    </Page>
  )
}

function Head({ name, server }: { name: string; server?: ServerDetail }) {
  const s = server?.situation
  return (
    <div className="run-head">
      <h1>
        {server?.hostname ?? name} <span className="faint mono">{s?.rack ? position(s) : ''}</span>
      </h1>
      {server && (
        <p className="run-line">
          {s && <State kind={s.kind} text={words(s.kind)} />}
          <span className="mono">{server.serial ?? s?.serial}</span>
          <Power safe={s?.safe_to_power_off} reason={s?.power_off_reason} />
        </p>
      )}
    </div>
  )
}

function Tools({ name, server }: { name: string; server: ServerDetail }) {
  const may = useMay('operator')
  const [asked, setAsked] = useState<'hold' | 'hand over' | null>(null)
  return (
    <>
      {server.situation && <Actions situation={server.situation} shown={1} />}
      {may && (
        <>
          <Link className="button" href={`/start?servers=${encodeURIComponent(server.hostname ?? name)}`}>
            Plan a run
          </Link>
          <button type="button" onClick={() => setAsked('hold')}>
            Hold
          </button>
          <button type="button" onClick={() => setAsked('hand over')}>
            Hand over
          </button>
        </>
      )}
      {asked && (
        <HoldDialog
          servers={[server.hostname ?? name]}
          handOver={asked === 'hand over'}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  )
}

function Body({ server }: { server: ServerDetail }) {
  const s = server.situation
  const may = useMay('operator')
  const facts = { server_id: server.server_id, serial: server.serial, uuid: server.uuid, ...server.columns }
  return (
    <div className="two">
      <div>
        {s?.run_id && s.urgency !== 'quiet' && (
          <section className="panel">
            <h2>Now</h2>
            <p>
              <Link href={`/runs/${s.run_id}`}>
                <span className="num">
                  {s.current_step_number ?? '–'}/{s.steps ?? '–'}
                </span>{' '}
                <span className="mono">{s.current_step_name ?? s.definition}</span>
              </Link>
            </p>
            <p>{s.causes?.[0]?.message ?? s.message}</p>
            <Usual elapsed={s.waited_seconds} usual={s.usual_seconds} />
          </section>
        )}
        {server.hold && (
          <section className="panel">
            <h2>Held</h2>
            <Values of={server.hold} />
          </section>
        )}
        <section className="panel">
          <h2>Runs</h2>
          {server.runs?.length ? <RunTable runs={server.runs} server={false} /> : <Empty>No run was made of it.</Empty>}
        </section>
        <PastRuns server={server.server_id} />
        <PowerStates server={server.server_id} />
      </div>
      <div>
        {may && <BiosDrift server={server.hostname ?? server.server_id} />}
        <section className="panel">
          <h2>What is known of it</h2>
          <Values of={facts} />
        </section>
        {Object.keys(server.added_columns ?? {}).length > 0 && (
          <section className="panel">
            <h2>Columns that somebody added</h2>
            <Values of={server.added_columns} />
          </section>
        )}
        {server.hardware && (
          <section className="panel">
            <h2>Hardware</h2>
            <Values of={server.hardware} />
          </section>
        )}
      </div>
    </div>
  )
}
