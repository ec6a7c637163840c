import { placeOfRun, type RunPlace, useEntries } from '../api/queries'
import type { RunDetail, StepDetail } from '../api/types'
import { Changes, changesIn } from '../parts/Changes'
import { Mark } from '../parts/state'
import { At, about, duration, useNow } from '../parts/time'
import { Values } from '../parts/values'
import { words } from '../parts/words'
import { clockOf } from './timeline'

/** One step: what it was given, what it said, what came of it, what it changed. */
export function StepPane({
  run,
  step,
  place = placeOfRun(run.run_id),
}: {
  run: RunDetail
  step: StepDetail
  place?: RunPlace
}) {
  const now = useNow()
  const clock = clockOf(step, now)
  const said = (useEntries(place).data ?? []).filter(entry => entry.step === step.path)
  const changes = changesIn(step.result)
  const progress = run.progress?.step === step.path ? run.progress : null
  const failed = step.attempts?.findLast(attempt => attempt.error)
  return (
    <section className="pane" tabIndex={0} aria-label={`Step ${step.name}`}>
      <header className="pane-head">
        <h2 className="mono">{step.path}</h2>
        <p className="faint">
          {step.description}
          {step.uses && (
            <>
              {' · '}
              <span className="mono">{step.uses}</span>
            </>
          )}
        </p>
      </header>
      {step.in_point_of_no_return && (
        <p className="point-note">
          <Mark tone="point" />
          <span>
            <strong>do not power off</strong>: {run.open_point?.description ?? run.situation?.power_off_reason}
          </span>
        </p>
      )}
      <dl className="facts">
        <div>
          <dt>state</dt>
          <dd>{words(step.status)}</dd>
        </div>
        {step.started_at && (
          <div>
            <dt>began</dt>
            <dd>
              <At time={step.started_at} seconds />
            </dd>
          </div>
        )}
        {clock.elapsed !== null && (
          <div>
            <dt>{clock.live ? 'so far' : 'took'}</dt>
            <dd className={clock.late ? 'num warn-ink' : 'num'}>{duration(clock.elapsed)}</dd>
          </div>
        )}
        {step.usual_seconds != null && (
          <div>
            <dt>usually</dt>
            <dd className="num">{about(step.usual_seconds)}</dd>
          </div>
        )}
        {step.waits_for && (
          <div>
            <dt>waits for</dt>
            <dd>{step.waits_for}</dd>
          </div>
        )}
      </dl>
      {failed && step.status !== 'completed' && <p className="said-by bad-ink">{failed.error}</p>}
      {step.summary && <p>{step.summary}</p>}
      {(progress || step.last_progress) && (
        <>
          <h3>Progress</h3>
          <p className="said-by" aria-live="polite">
            {progress?.percent != null && <span className="num">{progress.percent} % </span>}
            {progress?.text ?? step.last_progress}
          </p>
        </>
      )}
      {changes.length > 0 && (
        <>
          <h3>Changed on the server</h3>
          <Changes of={changes} />
        </>
      )}
      {step.result != null && (
        <>
          <h3>Result</h3>
          <Values of={step.result} />
        </>
      )}
      {step.inputs && Object.keys(step.inputs).length > 0 && (
        <>
          <h3>Given</h3>
          <Values of={step.inputs} />
        </>
      )}
      {said.length > 0 && (
        <>
          <h3>What it wrote down</h3>
          <ol className="log">
            {said.map(entry => (
              <li key={entry.seq}>
                <At time={entry.at} seconds />
                <span className="wrap">{entry.text}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  )
}
