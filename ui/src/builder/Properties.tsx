import { useState } from 'react'
import type { Action, Input, Json } from '../api/types'
import { Mark } from '../parts/state'
import { about } from '../parts/time'
import { plain, words } from '../parts/words'
import type { Path } from './edit'
import { actionName, actionOf, missing, type Node } from './read'

type Props = {
  node: Node
  path: Path
  actions: Action[] | undefined
  given: Set<string>
  onSet: (path: Path, value: Json | undefined) => void
}

/** What a chosen step is told; what its action needs and does not get is red. */
export function Properties({ node, path, actions, given, onSet }: Props) {
  const set = (key: string, value: Json | undefined) => onSet([...path, key], value)
  const action = actionOf(actions, node.uses)
  const group = Array.isArray(node.parallel) || Array.isArray(node.steps)
  const lacks = new Set(missing(node, action, given))
  const own = (node.with ?? {}) as Node
  const undo = typeof node.undo === 'object' && node.undo ? (node.undo as Node).uses : node.undo
  return (
    <div className="properties">
      <Text label="name" value={node.name} onText={text => set('name', text || undefined)} />
      {!group && node.run === undefined && (
        <Text label="description" value={node.description} onText={text => set('description', text || undefined)} />
      )}
      {action && (
        <p className="faint small">
          <span className="mono">{String(node.uses)}</span>: {action.summary}
        </p>
      )}
      {action?.points_of_no_return?.map(point => (
        <p key={point.description} className="point-note small">
          <Mark tone="point" />
          <span>
            point of no return: {point.description}
            {point.usual_seconds != null && `, usually ${about(point.usual_seconds)}`}
          </span>
        </p>
      ))}
      {action?.inputs.map(input => (
        <With
          key={input.name}
          input={input}
          value={own[input.name]}
          lacks={lacks.has(input.name)}
          given={given.has(input.name)}
          onValue={value => onSet([...path, 'with', input.name], value)}
        />
      ))}
      <Text
        label="when"
        hint="CEL; the step is skipped where it is false"
        value={node.when}
        onText={text => set('when', text || undefined)}
      />
      {!group && node.run === undefined && (
        <>
          <Text
            label="timeout"
            hint="of one attempt, 300s if empty"
            value={node.timeout}
            onText={text => set('timeout', text || undefined)}
          />
          {(node.retry === undefined || typeof node.retry === 'number') && (
            <Text
              label="retry"
              hint="attempts in all, 3 if empty"
              value={node.retry}
              onText={text =>
                set('retry', text === '' ? undefined : Number.isInteger(Number(text)) ? Number(text) : text)
              }
            />
          )}
          <label className="field">
            undo
            <select
              value={undo ? actionName(String(undo)) : ''}
              onChange={event => set('undo', event.target.value || undefined)}
            >
              <option value="">nothing takes it back</option>
              {[...new Set(actions?.map(each => actionName(each.name)))].map(name => (
                <option key={name}>{name}</option>
              ))}
            </select>
          </label>
          <label className="field">
            approval
            <select
              value={node.approval === undefined ? '' : String((node.approval as Node)?.role ?? 'operator')}
              onChange={event => set('approval', event.target.value ? { role: event.target.value } : undefined)}
            >
              <option value="">asks nobody</option>
              <option value="operator">a person with the role operator</option>
              <option value="admin">a person with the role admin</option>
            </select>
          </label>
        </>
      )}
    </div>
  )
}

type TextProps = { label: string; hint?: string; value: Json | undefined; onText: (text: string) => void }

function Text({ label, hint, value, onText }: TextProps) {
  return (
    <label className="field">
      <span>
        {label}
        {hint && <span className="faint small"> {hint}</span>}
      </span>
      <Typed value={value === undefined || value === null ? '' : plain(value)} onText={onText} />
    </label>
  )
}

/** A field that keeps what is typed while the file is read anew around it. */
function Typed({
  value,
  onText,
  ...rest
}: {
  value: string
  onText: (text: string) => void
  invalid?: boolean
  placeholder?: string
}) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <input
      className="mono"
      value={typed ?? value}
      spellCheck={false}
      autoComplete="off"
      placeholder={rest.placeholder}
      aria-invalid={rest.invalid || undefined}
      onFocus={() => setTyped(value)}
      onBlur={() => setTyped(null)}
      onChange={event => {
        setTyped(event.target.value)
        onText(event.target.value)
      }}
    />
  )
}

/** A typed text as the value that its input takes; what holds an expression stays a text. */
export function typedValue(input: Input, text: string): Json | undefined {
  const value = text.trim()
  if (value === '') return undefined
  if (value.includes('${')) return value
  if (input.type === 'boolean' && (value === 'true' || value === 'false')) return value === 'true'
  if ((input.type === 'integer' || input.type === 'decimal') && Number.isFinite(Number(value))) return Number(value)
  if (input.type === 'list' || input.type === 'map') {
    try {
      return JSON.parse(value)
    } catch {
      return input.type === 'list' ? value.split(/,\s*/).filter(Boolean) : value
    }
  }
  return text
}

type WithProps = {
  input: Input
  value: Json | undefined
  lacks: boolean
  given: boolean
  onValue: (value: Json | undefined) => void
}

function With({ input, value, lacks, given, onValue }: WithProps) {
  return (
    <label className={lacks ? 'field lacks' : 'field'} title={input.meaning ?? undefined}>
      <span>
        <span className="mono">{input.name}</span>
        <span className="faint small">
          {' '}
          {words(input.type)}
          {lacks ? <strong className="bad-ink"> must be given</strong> : input.required ? ', required' : ''}
          {given && value === undefined && ', from the run'}
        </span>
      </span>
      <Typed
        value={value === undefined || value === null ? '' : plain(value)}
        invalid={lacks}
        placeholder={input.default != null ? plain(input.default) : (input.meaning ?? '')}
        onText={text => onValue(typedValue(input, text))}
      />
    </label>
  )
}
