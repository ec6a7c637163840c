import { useId } from 'react'
import { useDeviceTypes } from '../api/queries'
import type { Input } from '../api/types'
import { plain, words } from '../parts/words'
import { type Typed, wrong } from './inputs'

type Props = { inputs: Input[]; typed: Typed; onType: (typed: Typed) => void }

/** A form made from what a template declares: help beside each field, checked as typed. */
export function InputForm({ inputs, typed, onType }: Props) {
  if (inputs.length === 0) return <p className="faint">It asks for nothing.</p>
  return (
    <div className="input-form">
      {inputs.map(input => (
        <Field
          key={input.name}
          input={input}
          text={typed[input.name] ?? ''}
          onText={text => onType({ ...typed, [input.name]: text })}
        />
      ))}
    </div>
  )
}

function Field({ input, text, onText }: { input: Input; text: string; onText: (text: string) => void }) {
  const id = useId()
  const problem = text === '' ? null : wrong(input, text)
  const missing = text === '' && wrong(input, text)
  return (
    <div className={`input-row${missing ? ' missing' : ''}`}>
      <label htmlFor={id} className="mono">
        {input.name}
        {input.required && <span className="faint"> required</span>}
      </label>
      <div>
        <Control id={id} input={input} text={text} onText={onText} invalid={!!problem} />
        {problem && (
          <p className="bad-ink small" id={`${id}-problem`}>
            {problem}
          </p>
        )}
      </div>
      <p className="faint small" id={`${id}-help`}>
        {input.meaning || words(input.type)}
        {input.type !== 'secret' && input.default != null && <> Default {plain(input.default)}.</>}
        {input.type === 'secret' && '; kept encrypted, not shown again'}
      </p>
    </div>
  )
}

type ControlProps = { id: string; input: Input; text: string; onText: (text: string) => void; invalid: boolean }

function Control({ id, input, text, onText, invalid }: ControlProps) {
  const types = useDeviceTypes().data
  const options =
    input.type === 'boolean'
      ? ['true', 'false']
      : input.type === 'device_type' && types?.length
        ? types.map(type => type.name)
        : input.one_of?.length
          ? input.one_of.map(String)
          : undefined
  const common = {
    id,
    'aria-describedby': `${id}-help${invalid ? ` ${id}-problem` : ''}`,
    'aria-invalid': invalid || undefined,
    required: input.required && input.default == null,
  }
  if (options) {
    return (
      <select {...common} value={text} onChange={event => onText(event.target.value)}>
        <option value="">{input.default != null ? `default (${plain(input.default)})` : 'not given'}</option>
        {options.map(option => (
          <option key={option} value={option}>
            {input.type === 'boolean' ? (option === 'true' ? 'yes' : 'no') : option}
          </option>
        ))}
      </select>
    )
  }
  return (
    <input
      {...common}
      // what is secret stays in this field: no address, no storage and no answer has it
      {...(input.type === 'secret' ? { type: 'password', autoComplete: 'new-password' } : { autoComplete: 'off' })}
      className="mono"
      value={text}
      placeholder={input.default != null ? plain(input.default) : words(input.type)}
      spellCheck={false}
      onChange={event => onText(event.target.value)}
    />
  )
}
