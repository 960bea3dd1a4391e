export const yiwangNamespace = 'https://yiwang.gov.example/bpmn/1';

/**
 * Our extension attributes (`yw:role` …). moddle keeps them in `$attrs` under the prefix `yw` whatever prefix the file
 * uses; they are not declared as properties, because moddle would let `yw:name` collide with BPMN's own `name`.
 */
export type YiwangAttribute =
  | 'name' | 'role' | 'organisation' | 'division' | 'form' | 'workingDays' | 'checklist' | 'decision' | 'action' | 'result'
  | 'collection' | 'element' | 'sign' | 'outcome' | 'message';

/** The moddle package of the extension elements `<yw:input>` and `<yw:output>`: a variable and a FEEL value. */
export const yiwangModdle = {
  name: 'Yiwang',
  prefix: 'yw',
  uri: yiwangNamespace,
  xml: { tagAlias: 'lowerCase' },
  types: ['Input', 'Output'].map((name) => ({
    name,
    superClass: ['Element'],
    properties: [{ name: 'variable', isAttr: true, type: 'String' }, { name: 'value', isAttr: true, type: 'String' }],
  })),
};
