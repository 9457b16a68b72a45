// What the extension says by itself, in the language of the editor; what the server says comes translated.

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
  '1 file': '파일 1개',
  '{0} files': '파일 {0}개',
  'at least {0}': '최소 {0}',
  'ignored': '제외됨',
  'secret?': '시크릿?',
  'Not sent to the builder.': '빌더에 전송되지 않습니다.',
  'Not sent to the builder: {0}': '빌더에 전송되지 않습니다: {0}',
  'Looks like a secret: {0}': '시크릿으로 보입니다: {0}',
  'The build context is empty.': '빌드 컨텍스트가 비어 있습니다.',
  'This Dockerfile has no build context on this machine.': '이 Dockerfile의 빌드 컨텍스트가 이 컴퓨터에 없습니다.',
  'Build context': '빌드 컨텍스트',
  'Build context: {0}': '빌드 컨텍스트: {0}',
  'Another folder...': '다른 폴더...',
  'What the build of this Dockerfile sends to the builder': '이 Dockerfile의 빌드가 빌더에 전송하는 것',
  'Use as build context': '빌드 컨텍스트로 사용',
  '{0} is outside the workspace': '{0} 폴더가 작업 영역 밖에 있습니다',
  'Dockwright build context': 'Dockwright 빌드 컨텍스트',
  'Dockwright runs': 'Dockwright 실행 중',
  'Dockwright starts': 'Dockwright 시작하는 중',
  'The server stopped repeatedly. Click to start it; see the output for details.':
    '서버가 반복해서 멈췄습니다. 클릭하면 다시 시작합니다. 자세한 내용은 출력을 보세요.',
  'The server did not start. Click to try again; see the output for details.':
    '서버가 시작되지 않았습니다. 클릭하면 다시 시도합니다. 자세한 내용은 출력을 보세요.',
  'the server is not running; see the output': '서버가 실행되고 있지 않습니다. 출력을 보세요',
  'open a Dockerfile first': '먼저 Dockerfile을 여세요',
  'open a Dockerfile or its .dockerignore first': '먼저 Dockerfile이나 .dockerignore 파일을 여세요',
  'Run **Dockwright: Compare with HEAD** again.': '**Dockwright: HEAD와 비교** 명령을 다시 실행하세요.',
  '{0} and HEAD': 'HEAD와 비교한 {0}',
  'No other extension known to check Dockerfiles is installed here.': '여기에는 Dockerfile을 검사하는 것으로 알려진 다른 확장이 설치되어 있지 않습니다.',
  '{0} and {1}': '{0}, {1}',
  '{0} also check Dockerfiles. Dockwright hides what would be shown twice.':
    '{0}도 Dockerfile을 검사합니다. 두 번 표시될 내용은 Dockwright에서 숨깁니다.',
  '{0} also checks Dockerfiles. Dockwright hides what would be shown twice.':
    '{0}도 Dockerfile을 검사합니다. 두 번 표시될 내용은 Dockwright에서 숨깁니다.',
  'Hide Duplicates': '중복 숨기기',
  'Show Everything': '모두 표시',
  'A Python {0} or newer': 'Python {0} 이상',
  'Use this Python': '이 Python 사용',
  'Select Python...': 'Python 선택...',
  'Get Python': 'Python 내려받기',
  'the setting dockwright.interpreter': 'dockwright.interpreter 설정',
  'the Python extension': 'Python 확장',
  'the PATH': 'PATH',
  '{0} (from {1})': '{0}({1}에서 찾음)',
  '{0} is not a Python interpreter': '{0}: Python 인터프리터가 아닙니다',
  '{0} is Python {1}, older than {2}': '{0}: Python {1}이며 {2}보다 오래되었습니다',
  '{0} is Python {1}, for which this extension has no libraries ({2})': '{0}: Python {1}이며 이 확장에 맞는 라이브러리가 없습니다({2})',
  '{0} failed to run: {1}': '{0}: 실행하지 못했습니다: {1}',
  'none found in the settings, the Python extension or on the PATH': '설정, Python 확장, PATH에서 찾지 못했습니다',
  'Dockwright needs Python {0} or newer: {1}.': 'Dockwright에는 Python {0} 이상이 필요합니다. {1}.',
};

export type Values = (string | number)[];
export type Say = (english: string, ...values: Values) => string;

/** An error to be told in the language of the editor; its message is in English, for the log. */
export class Told extends Error {
  readonly values: Values;

  constructor(readonly english: string, ...values: Values) {
    super(words('en', english, ...values));
    this.values = values;
  }
}

/** A text in a language, such as `ko` or `en-US`, with values in the places of `{0}` and so on. */
export function words(language: string, english: string, ...values: Values): string {
  const found = known(language) === 'ko' ? KOREAN[english] ?? english : english;
  return found.replace(/\{(\d)\}/g, (_, index: string) => String(values[Number(index)] ?? ''));
}

/** The language of a page: one that there are words for. */
export function known(language: string): 'ko' | 'en' {
  return /^ko\b/i.test(language.replace('_', '-')) ? 'ko' : 'en';
}
