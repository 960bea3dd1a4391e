/** Our BPMN extension as the process engine reads it: elements here, attributes (`yw:role` …) stay in `$attrs`. */
export const yiwangModdle = {
  name: 'Yiwang',
  prefix: 'yw',
  uri: 'https://yiwang.gov.example/bpmn/1',
  xml: { tagAlias: 'lowerCase' },
  types: ['Input', 'Output'].map((name) => ({
    name,
    superClass: ['Element'],
    properties: ['variable', 'value'].map((property) => ({ name: property, isAttr: true, type: 'String' })),
  })),
};
