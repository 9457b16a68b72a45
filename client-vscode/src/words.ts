// What the extension says by itself in the view of the image plan and after rewrites, in the language of the editor; what the server says comes translated.

const KOREAN: Record<string, string> = {
  'Image': '이미지',
  'Build': '빌드',
  'Stages': '스테이지',
  'Image plan': '이미지 계획',
  'Image plan of {0}': '{0}의 이미지 계획',
  'Sections': '섹션',
  'Copy as JSON': 'JSON으로 복사',
  'Copy the plan and what holds at the cursor as JSON': '계획과 커서 위치의 상태를 JSON으로 복사합니다',
  'Copied.': '복사했습니다.',
  'Saved as {0}.': '{0}(으)로 저장했습니다.',
  'The server does not answer; what is shown may be out of date.': '서버가 응답하지 않아, 보이는 내용이 최신이 아닐 수 있습니다.',
  'This file has no stage: it needs a FROM.': '이 파일에는 스테이지가 없습니다. FROM이 필요합니다.',
  'The build fails': '빌드가 실패합니다',
  'line {0}': '{0}번 줄',
  'At the cursor': '커서 위치',
  'Nothing holds above the first instruction.': '첫 명령어 위에는 아무것도 적용되지 않습니다.',
  'Image at the end': '마지막 이미지',
  'What a container starts': '컨테이너가 시작하는 것',
  'Stages with equal numbers may be built at the same time': '번호가 같은 스테이지는 동시에 빌드될 수 있습니다',
  'Adds a layer': '레이어를 추가합니다',
  'Changes the configuration alone': '설정만 바꿉니다',
  'Go to line {0}': '{0}번 줄로 가기',
  'Find a stage or image': '스테이지나 이미지 찾기',
  'Stage graph': '스테이지 그래프',
  'Stage graph. Arrow keys move it, plus and minus zoom, 0 shows all, Tab goes from stage to stage.':
    '스테이지 그래프. 화살표 키로 옮기고, 더하기와 빼기로 확대·축소하고, 0으로 전체를 보고, Tab으로 스테이지를 오갑니다.',
  'Zoom out (-)': '축소 (-)',
  'Zoom in (+)': '확대 (+)',
  'Fit': '맞춤',
  'Show all (0)': '전체 보기 (0)',
  'Save SVG': 'SVG 저장',
  'Save as SVG': 'SVG로 저장',
  'Save PNG': 'PNG 저장',
  'Save as PNG': 'PNG로 저장',
  '{0} found': '{0}개 찾음',
  '{0} is the base of {1}': '{1}은(는) {0} 위에 만들어집니다',
  '{0} is copied from by {1}': '{1}이(가) {0}에서 복사합니다(COPY)',
  '{0} is added from by {1}': '{1}이(가) {0}에서 추가합니다(ADD)',
  '{0} is mounted by {1}': '{1}이(가) {0}을(를) 마운트합니다',
  'image': '이미지',
  'an image': '이미지',
  'nothing to start from': '빈 이미지',
  'stage {0}': '스테이지 {0}',
  'line {0}, never built': '{0}번 줄, 빌드되지 않음',
  'RUN instructions merged in {0}': '{0}의 RUN 명령어를 합쳤습니다',
  'Fixes applied in {0}': '{0}에 수정을 적용했습니다',
  'line {0}, the image': '{0}번 줄, 최종 이미지',
  'line {0}, built in turn {1}': '{0}번 줄, {1}번째로 빌드',
  'line {0}, built in turn {1}, the image': '{0}번 줄, {1}번째로 빌드, 최종 이미지',
};

/** A text in a language, such as `ko` or `en-US`, with values in the places of `{0}` and so on. */
export function words(language: string, english: string, ...values: (string | number)[]): string {
  const found = known(language) === 'ko' ? KOREAN[english] ?? english : english;
  return found.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
}

/** The language of a page: one that there are words for. */
export function known(language: string): 'ko' | 'en' {
  return /^ko\b/i.test(language.replace('_', '-')) ? 'ko' : 'en';
}
