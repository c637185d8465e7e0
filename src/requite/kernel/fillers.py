"""What people type into a field that must not be blank when they have nothing to say: ko, ru and en."""

import re
import unicodedata

_KOREAN = """
없음 없슴 없어요 없습니다 없다 무 무응답 모름 몰라 몰라요 모르겠음 미정 미상 미입력 미기재 미확인 미등록
불명 불상 해당없음 해당무 해당사항없음 해당사항무 내용없음 특이사항없음 자료없음 정보없음 전화없음
번호없음 메일없음 이메일없음 이름없음 주소없음 연락처없음 알수없음 알수없슴 확인중 확인필요 확인예정
확인요망 확인불가 추후 추후입력 추후확인 추후기재 나중에 나중에입력 나중에확인 임시 임시입력 임시저장
비공개 거부 응답거부 공란 빈칸 없음없음 아무개 아무거나 테스트 테스트1 테스트2 테스트중 테스트입니다
테스트테스트 시험 샘플 예시 더미 이름 성명 전화번호 연락처 주소 이메일 회사 회사명 고객 고객명 고객님
가나다 가나다라 가나다라마 가나다라마바사 아무 그냥 생략 기입안함 입력안함 안알려줌 모름모름 ㄱㄴㄷ 해당
無 ㄴㄴ ㅇㅇ
"""
_RUSSIAN = """
нет нету неа неизвестно неизвестен неизвестна неизвестный неуказано неуказан неуказана неуказаны
незаполнено незнаю непомню непонятно неопределено неопределен неприменимо нетданных нетинформации
нетномера неттелефона нетпочты нетимени отсутствует отсутствуют тест тест1 тест2 тесттест тестовый
тестовая тестовое тестовыйклиент тестоваякомпания проба пробный пусто пустой прочерк ничего никто
никакой уточнить уточню уточняется уточнитьпозже потом позже ввестипозже заполнить заполнитьпозже допишу
хз незнамо нд н/д н\\д б/н бн безимени безымянный безымянная безномера аноним анонимно имя фамилия
отчество фио телефон номер адрес почта емейл название компания клиент заказчик покупатель абв абвг абвгд
абвгде чтото какойто ктото заглушка пример образец скрыто временно йцу фыв ячс ххх
"""
_ENGLISH = """
none null nil nan na n/a n\\a n.a n.a. #n/a n/k n.k. nk tbd tba tbc tbs t.b.d t.b.d. todo unknown unkown
unknwon unk notknown notavailable notapplicable notprovided notspecified notgiven notsure notset noidea
dontknow don'tknow idk dunno no nope noname nonamegiven noemail nomail nophone nonumber nodata noinfo
noaddress nothing blank empty test test1 test2 test3 test123 testing tester testtest testuser testname
testcompany testcustomer sample dummy placeholder example foo bar baz foobar loremipsum lorem ipsum xx
xxx xxxx xyz johndoe janedoe asap later asklater anonymous anon customer client name firstname lastname
fullname yourname companyname email e-mail phone phonenumber address abc abcd abcde abcdef abc123 qwe
asd zxc void undefined missing nonegiven skip skipped whatever blah blahblah hidden withheld temp
temporary fixme 000 111 123 999 1q2w3e 1q2w3e4r qwer1234 asdf1234 qwe123 123qwe asd123 qwerty123 qwerty1
adsf asdfg sdf dfg
"""
_WORDS = frozenset(f"{_KOREAN} {_RUSSIAN} {_ENGLISH}".split())
# Words of the list that are also names of people (노, 나, Null, Nan): in a name's field they pass.
_ALSO_NAMES = frozenset({"no", "na", "nil", "nan", "null", "bar", "client", "xyz", "lorem"})
_ROWS = (
    "1234567890",
    "qwertyuiop[]",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "йцукенгшщзхъ",
    "фывапролджэ",
    "ячсмитьбю.",
    "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ",
    "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ",
    "ㅋㅌㅊㅍㅠㅜㅡ",
)
_STARTS = frozenset(row[:4] for row in _ROWS)
_STRETCHES = "\n".join((*_ROWS, *(row[::-1] for row in _ROWS)))  # what is compared holds no blank: no stretch over two
_LONGEST_ROW = 12
_TELLING = re.compile(r"[^\W_]")  # a letter or a digit
_EDGE = ".,;:!?~*\"'()[]<>-–—=+"
_SAME = re.compile(r"(.)\1{3,}|([^A-ZА-ЯЁ])\2{2,}", re.DOTALL)
_AGAIN = re.compile(r"(.{3,4}?)\1+", re.DOTALL)
_JAMO = re.compile(r"[ㄱ-ㆎᄀ-ᇿ]+")
_LONGEST = 60

_RUN = "01234567890123456"
_RUNS = frozenset(run[at : at + 7] for run in (_RUN, _RUN[::-1]) for at in range(10))
_SEVEN = _RUNS | {"0000000", "1111111"}
_EIGHT = frozenset(str(digit) * 8 for digit in range(10))
_REAL_MAIL_NAMES = "customer client name phone address email e-mail sample no"
_MADE_UP_HOSTS = (
    "test tests testing asdf asd aaa qwe qwer qwerty none noemail nomail xxx abc123 123 1 a тест 없음"
)
_MAIL_NAMES = _WORDS - set(_REAL_MAIL_NAMES.split())
_MAIL_HOSTS = frozenset(_MADE_UP_HOSTS.split())


def is_filler(text: str, *, name: bool = False) -> bool:
    """True for a value that says nothing: 없음, нет, n/a, "-", asdf, ㅁㄴㅇㄹ, aaaa. A blank is no filler.

    `name`: words that people are also called (No, Na, Null) pass.
    """
    if not text or len(text) > _LONGEST:
        return False
    plain = unicodedata.normalize("NFC" if name else "NFKC", text) if not text.isascii() else text
    shown = "".join(plain.split()).replace("_", "").replace("\u200b", "")
    key = shown.lower()
    if not key:
        return not plain.isspace()
    core = key.strip(_EDGE)
    if key in _WORDS or core in _WORDS:
        return not (name and core in _ALSO_NAMES)
    return _is_noise(shown.strip(_EDGE), core)


def is_filler_number(digits: str) -> bool:
    """True for digits of a phone number that were made up: 010-1234-5678, 010-0000-0000, 999-999-99-99.

    A run of seven up or down, seven zeros or ones, eight of one digit. Vanity numbers (02-777-7777) pass.
    """
    return digits[-7:] in _SEVEN or digits[-8:] in _EIGHT


def is_filler_email(address: str) -> bool:
    """True for test@test.com, asdf@naver.com, 없음@x.kr: name or host alone tell it's made up."""
    local, _, host = address.lower().rpartition("@")
    if not local:
        return is_filler(address)
    return host.partition(".")[0] in _MAIL_HOSTS or local in _MAIL_NAMES or _is_noise(local, local)


def _is_noise(shown: str, core: str) -> bool:
    """No letter or digit, one sign over and over, bare jamo, a stretch of a keyboard's row."""
    if not _TELLING.search(core):
        return True
    # Each pattern is asked only where its first signs allow it: an import asks this of millions of texts.
    if shown[:1] == shown[1:2] and _SAME.fullmatch(shown):
        return True
    if "\u1100" <= core[0] <= "\u318e" and _JAMO.fullmatch(core):
        return True
    if core[:3] == core[3:6] or core[:4] == core[4:8]:
        again = _AGAIN.fullmatch(core)
        if again and (again[1] in _WORDS or again[1] in _STRETCHES):
            return True
    if len(core) == 4:
        return core in _STARTS
    return 4 < len(core) <= _LONGEST_ROW and core in _STRETCHES
