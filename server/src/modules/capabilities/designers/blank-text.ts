import type { DefinitionText, DesignKind } from './definition-source.ts';

const attribute = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`).replace(/\s+/g, ' ');

/** 空白定义: the least that the loader accepts, to be designed further. */
export function blankText(kind: DesignKind, id: string, title: string): DefinitionText {
  if (kind === 'form') return { definition: { title, pages: [{ id: 'page1', title, sections: [{ id: 'section1', title, fields: [{ id: 'field1', type: 'text', label: '新字段' }] }] }] }, file: null };
  if (kind === 'decision') return { definition: { name: title, table: { hitPolicy: 'F', inputs: [{ expression: 'input1', label: '条件' }], outputs: [{ name: 'result', label: '结论' }], rules: [{ when: ['-'], give: ['null'] }] } }, file: null };
  return { definition: { title }, file: blankProcess(id, title) };
}

const blankProcess = (id: string, title: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:yw="https://yiwang.gov.example/bpmn/1" id="definitions" targetNamespace="https://yiwang.gov.example/bpmn/1">
  <bpmn:process id="${id}" name="${attribute(title)}" isExecutable="true">
    <bpmn:startEvent id="start" name="开始" />
    <bpmn:userTask id="accept" name="受理" yw:role="cases.accept" yw:division="case.division" yw:workingDays="5" />
    <bpmn:endEvent id="end" name="结束" />
    <bpmn:sequenceFlow id="flow1" sourceRef="start" targetRef="accept" />
    <bpmn:sequenceFlow id="flow2" sourceRef="accept" targetRef="end" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="${id}">
      <bpmndi:BPMNShape id="start-shape" bpmnElement="start"><dc:Bounds x="160" y="100" width="36" height="36" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="accept-shape" bpmnElement="accept"><dc:Bounds x="250" y="78" width="100" height="80" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="end-shape" bpmnElement="end"><dc:Bounds x="410" y="100" width="36" height="36" /></bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="flow1-edge" bpmnElement="flow1"><di:waypoint x="196" y="118" /><di:waypoint x="250" y="118" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="flow2-edge" bpmnElement="flow2"><di:waypoint x="350" y="118" /><di:waypoint x="410" y="118" /></bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
