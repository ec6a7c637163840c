import { useState } from 'react'
import { useTemplate } from '../api/queries'
import { Answer } from '../parts/notes'
import { InputForm } from '../start/InputForm'
import type { Typed } from '../start/inputs'

type Props = { definition: string; typed: Typed; onType: (typed: Typed) => void }

/** What a held run is to be given instead, where that was what it failed by. */
export function ResumeInputs({ definition, typed, onType }: Props) {
  const [open, setOpen] = useState(false)
  const template = useTemplate(open ? definition : null)
  return (
    <details onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>Give it something else</summary>
      {open && (
        <Answer of={template} lines={3}>
          {found => (
            // what it was given stands as long as nothing else is typed
            <InputForm
              inputs={found.inputs.map(input => ({ ...input, required: false }))}
              typed={typed}
              onType={onType}
            />
          )}
        </Answer>
      )}
    </details>
  )
}
