import { defineErrors } from '#kernel/errors';

export const errors = defineErrors('rules', {
  expression: { status: 422, zh: '表达式有误（第 {line} 行第 {column} 列）：{why}', en: 'Wrong expression (line {line}, column {column}): {reason}' },
  expressionLimit: { status: 422, zh: '表达式超出限制：{why}', en: 'The expression exceeds a limit: {reason}' },
  decisionFile: { status: 422, zh: '决策文件无法读取：{message}', en: 'The decision file cannot be read: {message}' },
  decisionExpression: { status: 422, zh: '决策“{place}”中的表达式有误：{why}', en: 'Wrong expression in decision “{place}”: {reason}' },
  decisionUnknown: { status: 404, zh: '没有决策“{id}”', en: 'There is no decision “{id}”' },
  decisionRing: { status: 422, zh: '决策“{id}”依赖于自身', en: 'Decision “{id}” depends on itself' },
});
