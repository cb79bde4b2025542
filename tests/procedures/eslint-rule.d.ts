declare module '*/eslint.authority-rule.cjs' {
  import type { Rule } from 'eslint';
  const rule: Rule.RuleModule;
  export = rule;
}
