// A table that was displayed, of its first rows.
import { useTranslations } from "use-intl";
import type { ShownTable } from "../../run/state.ts";
import { useLang } from "../page.tsx";
import { formatCount } from "../units.ts";

/** @param name of the table, for who cannot see it */
export function Table({ name, table: { columns, rows, total } }: { name: string; table: ShownTable }) {
  const t = useTranslations("output");
  const lang = useLang();
  const cells = columns.map(({ name: title, numeric }, column) => ({
    ...{ key: column, title, side: numeric ? "numeric" : undefined },
  }));
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: it is no part of a form */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide table is scrolled by keyboard, too */}
      <div className="table" role="group" aria-label={name} tabIndex={0}>
        <table>
          <thead>
            <tr>
              {cells.map(({ key, title, side }) => (
                <th key={key} scope="col" className={side}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a value that is shown never changes
              <tr key={index}>
                {cells.map(({ key, side }) => (
                  <td key={key} className={side}>
                    {row[key]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {total > rows.length && (
        <p className="note">{t("rows", { n: formatCount(lang, rows.length), total: formatCount(lang, total) })}</p>
      )}
    </>
  );
}
