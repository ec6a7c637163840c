import { useLiveRun } from '../api/live'
import { placeOfRun, useRun } from '../api/queries'
import type { RunDetail, Situation } from '../api/types'
import { CarePanel } from '../care/CarePanel'
import { GraphView, type NodeState } from '../graph/GraphView'
import { Answer } from '../parts/notes'
import { Page } from '../parts/page'
import { Power, State } from '../parts/state'
import { At, about, duration, useNow } from '../parts/time'
import { Values } from '../parts/values'
import { shortRun, words } from '../parts/words'
import { go, Link, usePlace, withQuery } from '../route/place'
import { Actions } from './Actions'
import { EventsPane } from './EventsPane'
import { runKind } from './RunsPage'
import { StepPane } from './StepPane'
import { Timeline } from './Timeline'
import { remaining, telling } from './timeline'

const VIEWS = ['timeline', 'graph', 'events', 'inputs'] as const

const isOver = (run: RunDetail) => run.status !== 'running' && run.status !== 'pending'

const needsCare = (run: RunDetail) => ['needs_person', 'slow'].includes(run.situation?.urgency ?? '')

/** One run, live. */
export function RunPage({ run: id }: { run: string }) {
  const run = useRun(placeOfRun(id))
  useLiveRun(placeOfRun(id), run.data === undefined || isOver(run.data))
  const name = run.data ? `${run.data.hostname ?? shortRun(id)}: ${run.data.definition}` : `Run ${shortRun(id)}`
  return (
    <Page title={name} head={run.data && <Head run={run.data} />} tools={run.data && <Tools run={run.data} />} fill>
      <Answer of={run} lines={14}>
        {data => (
          <>
            <CarePanel run={data.run_id} needed={needsCare(data)} over={isOver(data) && !needsCare(data)} />
            <Body run={data} />
          </>
        )}
      </Answer>
    </Page>
  )
}

/** A run as a situation, for the actions: the service's own where it gave one. */
function situationOf(run: RunDetail): Situation {
  return (
    run.situation ?? {
      urgency: 'quiet',
      kind: runKind(run as never),
      hostname: run.hostname,
      server_id: run.server_id,
      run_id: run.run_id,
      actions: run.actions,
    }
  )
}

function Head({ run }: { run: RunDetail }) {
  const now = useNow()
  const s = run.situation
  const kind = s?.kind && s.kind !== 'ended' ? s.kind : runKind(run as never)
  const left = run.status === 'running' ? remaining(run.steps_detail, now) : null
  const end = run.end_time ? Date.parse(run.end_time) : now
  return (
    <div className="run-head">
      <h1>
        <Link href={`/servers/${encodeURIComponent(run.hostname ?? run.server_id ?? '')}`}>
          {run.hostname ?? run.server_id}
        </Link>{' '}
        <span className="faint">{run.definition}</span>
      </h1>
      <p className="run-line">
        <State kind={kind} text={words(kind)} />
        <span className="num">
          step {run.steps_completed ?? 0} of {run.steps ?? run.steps_detail.length}
        </span>
        {run.start_time && (
          <span>
            by {run.started_by ?? 'unknown'} at <At time={run.start_time} />,{' '}
            <span className="num">{duration((end - Date.parse(run.start_time)) / 1000)}</span>
            {left ? <span className="faint"> · about {about(left)} left</span> : null}
          </span>
        )}
        <Power safe={s?.safe_to_power_off ?? (run.open_point ? false : undefined)} reason={s?.power_off_reason} />
        {run.resumed_from && <Link href={`/runs/${run.resumed_from}`}>goes on from {shortRun(run.resumed_from)}</Link>}
        {run.resumed_by && <Link href={`/runs/${run.resumed_by}`}>gone on as {shortRun(run.resumed_by)}</Link>}
      </p>
    </div>
  )
}

function Tools({ run }: { run: RunDetail }) {
  const { query } = usePlace()
  const view = query.get('view') ?? 'timeline'
  return (
    <>
      <nav className="segments" aria-label="View">
        {VIEWS.map(each => (
          <Link
            key={each}
            href={withQuery({ view: each === 'timeline' ? null : each })}
            aria-current={view === each ? 'true' : undefined}
          >
            {each}
          </Link>
        ))}
      </nav>
      <Actions
        situation={situationOf(run)}
        actions={(run.actions ?? run.situation?.actions)?.filter(
          action => action.kind !== 'watch' && action.kind !== 'look',
        )}
        shown={2}
        onDone={next => next && go(`/runs/${next}`)}
      />
    </>
  )
}

function Body({ run }: { run: RunDetail }) {
  const { query } = usePlace()
  const view = query.get('view') ?? 'timeline'
  const path = query.get('step')
  const step = run.steps_detail.find(each => each.path === path) ?? telling(run.steps_detail)
  const choose = (to: string) => go(withQuery({ step: to }), { replace: true })
  const cause = run.situation?.causes?.[0]
  const serious = run.situation && ['needs_person', 'slow'].includes(run.situation.urgency)
  if (view === 'events') return <EventsPane run={run.run_id} />
  if (view === 'inputs') {
    return (
      <section className="pane">
        <h2>Given to this run</h2>
        <Values of={run.inputs ?? {}} />
      </section>
    )
  }
  return (
    <div className={view === 'graph' ? 'run-body as-graph' : 'run-body'}>
      {cause && serious && (
        <div className={`cause ${run.situation?.urgency === 'needs_person' ? 'bad' : 'warn'}`}>
          <p>{cause.message}</p>
          {cause.evidence?.map(each => (
            <p key={each} className="faint mono small">
              {each}
            </p>
          ))}
        </div>
      )}
      <div className="run-steps">
        {view === 'graph' && run.tree ? (
          <GraphView tree={run.tree} states={statesOf(run)} chosen={step?.path} onChoose={choose} />
        ) : (
          <Timeline steps={run.steps_detail} chosen={step?.path ?? null} onChoose={choose} />
        )}
      </div>
      {step && <StepPane run={run} step={step} />}
      {view !== 'graph' && <EventsPane run={run.run_id} />}
    </div>
  )
}

function statesOf(run: RunDetail): Map<string, NodeState> {
  return new Map(run.steps_detail.map(step => [step.path, { status: step.status, point: step.in_point_of_no_return }]))
}
