import { useState } from 'react'
import { useTemplate } from '../api/queries'
import { Answer } from '../parts/notes'
import { Page } from '../parts/page'
import { Builder } from './Builder'

const BLANK = `name: new_template
description: What it does, in one line

steps: []

# A failed run keeps the server, undoes nothing, and waits for a person.
on_failure: hold
`

/** Make or change a template: canvas and YAML are one document. */
export default function BuilderPage({ name }: { name: string | null }) {
  const template = useTemplate(name)
  const [blank] = useState(BLANK)
  if (name === null) return <Builder name={null} text={blank} etag={null} />
  if (template.data) {
    return <Builder key={template.data.etag} name={name} text={template.data.text} etag={template.data.etag ?? null} />
  }
  return (
    <Page title={name}>
      <Answer of={template}>{() => null}</Answer>
    </Page>
  )
}
