// What is sent as the person's own words or kept as a record: simplified Chinese, whatever the interface speaks.

import chinese from "./words/zh-CN.js";

export const SPOKEN = {
  questions: ["普通门诊能报多少？", "异地就医怎么备案？", "生孩子能报多少？", "医保咨询电话是多少？"],
  change: "改为{value}",
  changeAmount: "金额改为{value}元",
  insuredIn: "我在{place}参保",
  // What a choice means to whoever does not know the word.
  hints: {
    insured: { employee: "单位交的，退休前在单位的", resident: "没有单位，每年自己交一次的" },
    care: { outpatient: "看病拿药，没住院", inpatient: "住了院", chronic: "高血压等，办过慢特病认定", maternity: "生孩子" },
    tier: { tertiary: "多是省、市里的大医院", secondary: "多是县、区医院", primary: "乡镇卫生院、社区、村卫生室", pharmacy: "能刷医保的药店" },
  },
  transcript: "医保政策咨询记录",
  transcriptNote: "由自动助手按公开的政策文件回答，办理前请以经办机构的答复为准。服务热线12345。",
  words: chinese,
};
