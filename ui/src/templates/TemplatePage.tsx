import { useTemplate } from '../api/queries'
import type { Template } from '../api/types'
import { useMay } from '../frame/session'
import { GraphView } from '../graph/GraphView'
import { Answer } from '../parts/notes'
import { Page } from '../parts/page'
import { plain, words } from '../parts/words'
import { Link } from '../route/place'
import { YamlText } from './YamlText'

/** One template: what it does as a picture, what it asks for, and the file itself. */
export function TemplatePage({ name }: { name: string }) {
  const template = useTemplate(name)
  const may = useMay('operator')
  return (
    <Page
      title={name}
      tools={
        may && (
          <>
            <Link className="button" href={`/templates/${encodeURIComponent(name)}/edit`}>
              Edit
            </Link>
            <Link className="button main" href={`/start?template=${encodeURIComponent(name)}`}>
              Plan a run
            </Link>
          </>
        )
      }
    >
      <Answer of={template} lines={12}>
        {data => <Body template={data} />}
      </Answer>
    </Page>
  )
}

function Body({ template }: { template: Template }) {
  return (
    <div className="template">
      <p>
        {template.description} <span className="faint">From {template.origin}.</span>
      </p>
      {template.tree && <GraphView tree={template.tree} />}
      <div className="two">
        <section className="panel">
          <h2>It asks for</h2>
          {template.inputs.length === 0 ? (
            <p className="faint">Nothing.</p>
          ) : (
            <table className="table">
              <tbody>
                {template.inputs.map(input => (
                  <tr key={input.name}>
                    <td className="mono">{input.name}</td>
                    <td className="faint nowrap">
                      {words(input.type)}
                      {input.required && ', required'}
                      {input.default != null && `, default ${plain(input.default)}`}
                    </td>
                    <td className="wrap">{input.meaning}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </section>
        <section className="panel">
          <h2>The file</h2>
          <YamlText text={template.text} />
        </section>
      </div>
    </div>
  )
}
