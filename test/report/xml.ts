/** A small strict reader of XML: throws where text is not well-formed. No DTDs, no processing instructions; they are not written. */

export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Its own text, entities replaced. */
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/** All elements in the order in which they open. */
export function elementsOf(xml: string): readonly XmlElement[] {
  // XML 1.0, production 2: characters that no document may hold.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  const wrong = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ud800-\udfff\ufffe\uffff]/u.exec(xml);
  if (wrong !== null) throw new Error(`a character that XML has no place for: ${wrong[0].codePointAt(0)}`);
  const elements: Open[] = [];
  const path: Open[] = [];
  let at = 0;
  while (at < xml.length) {
    if (xml[at] !== "<") {
      const end = xml.indexOf("<", at);
      const text = unescaped(xml.slice(at, end < 0 ? xml.length : end));
      const inside = path.at(-1);
      if (inside !== undefined) inside.text += text;
      else if (text.trim() !== "") throw new Error(`text outside of every element: ${text}`);
      at += (end < 0 ? xml.length : end) - at;
      continue;
    }
    const close = /^<\/([\w:-]+)\s*>/.exec(xml.slice(at, at + 100));
    if (close !== null) {
      const ended = path.pop();
      if (ended?.name !== close[1]) throw new Error(`</${close[1]}> closes <${ended?.name}>`);
      at += close[0].length;
      continue;
    }
    TAG.lastIndex = at;
    const tag = TAG.exec(xml);
    if (tag === null) throw new Error(`not a tag: ${xml.slice(at, at + 40)}`);
    const element: Open = { name: tag[1] ?? "", attributes: attributesOf(tag[2] ?? ""), children: [], text: "" };
    if (path.length === 0 && elements.length > 0) throw new Error("two roots");
    path.at(-1)?.children.push(element);
    elements.push(element);
    if (tag[3] !== "/") path.push(element);
    at = TAG.lastIndex;
  }
  if (path.length > 0) throw new Error(`<${path.at(-1)?.name}> is not closed`);
  return elements;
}

const TAG = /<([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/y;

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const [, name = "", value = ""] of text.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (name in attributes) throw new Error(`attribute ${name} twice`);
    attributes[name] = unescaped(value);
  }
  return attributes;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

function unescaped(text: string): string {
  if (text.includes("]]>")) throw new Error("]]> in text");
  return text.replace(/&([^;]{0,8});?/g, (entity, name: string) => {
    const character = entity.endsWith(";") ? ENTITIES[name] : undefined;
    if (character === undefined) throw new Error(`not an entity: ${entity}`);
    return character;
  });
}
