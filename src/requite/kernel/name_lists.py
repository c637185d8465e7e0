"""The names that tell which part of a full name is which, for `names`."""

_KOREAN_TWO = "남궁 황보 제갈 선우 독고 사공 서문 동방 망절 어금 무본 소봉 장곡 강전"
_KOREAN_ONE = """
김이박최정강조윤장임한오서신권황안송류유홍전고문손양배백허남심노하곽성차주우구민진지엄채원천방공현함변염
여추도소석선설마길연위표명기반왕금옥육인맹제모탁국어은편용예봉경사부가복태목형두감음빈동온호범좌팽승간상시갈단
"""
_KOREAN_LATIN = """
kim lee yi rhee park pak bak choi choe jung jeong chung kang gang cho jo yoon yun jang chang lim im rim
han oh seo suh shin sin kwon gwon hwang ahn an song ryu yoo yu ryoo hong jeon chun ko go moon mun son
sohn yang bae baek paik heo hur nam shim sim noh roh ha kwak gwak sung seong cha joo ju woo koo ku gu min
jin ji
"""
_CHINESE_TWO = "欧阳 歐陽 司马 司馬 诸葛 諸葛 上官 皇甫 司徒 南宮 鮮于 東方"
_RUSSIAN_GIVEN = """
александр алексей анатолий андрей антон аркадий артём артем артур борис вадим валентин валерий василий
вениамин виктор виталий владимир владислав всеволод вячеслав геннадий георгий глеб григорий даниил данил
денис дмитрий евгений егор иван игорь илья кирилл константин лев леонид максим марат марк матвей михаил
никита николай олег павел пётр петр ринат роман руслан рустам савелий семён семен сергей станислав степан
тимофей тимур фёдор федор филипп эдуард юрий яков ян ярослав александра алена алёна алина алиса алла
анастасия ангелина анна антонина арина валентина валерия варвара вера вероника виктория галина дарья
диана ева евгения екатерина елена елизавета жанна зинаида зоя инна ирина карина кира клавдия кристина
ксения лариса лидия любовь людмила маргарита марина мария надежда наталия наталья нина оксана ольга
полина раиса регина светлана софия софья тамара татьяна ульяна юлия яна
"""
_PARTICLES = """
van von der den de del della di da dos das du la le lo ten ter zu zur af av bin ibn al el st st. mac san
santa dello
"""
_SUFFIXES = "jr jr. sr sr. ii iii iv phd ph.d. md m.d. esq esq."
# What is written behind a Korean name: a word of courtesy says nothing, a rank is the person's title.
_KOREAN_COURTESY = "님 씨 귀하 고객님 선생님"
_KOREAN_RANKS = """
사원 주임 대리 과장 차장 부장 이사 상무 전무 부사장 사장 회장 부회장 대표 대표이사 팀장 실장 본부장 센터장 지점장 점장
소장 원장 교수 매니저 책임 선임 수석 연구원 책임연구원 선임연구원 수석연구원 상무이사 전무이사 감사 고문 국장 계장
"""

KOREAN_TWO = frozenset(_KOREAN_TWO.split())
KOREAN_ONE = frozenset("".join(_KOREAN_ONE.split()))
# 황보라 is 황 with the given name 보라, 황보관 is 황보: what follows 보 (and 문, after 서) in given names.
KOREAN_RATHER_ONE = {"황보": "라람미영경연현은름희배나성", "서문": "수희정석호경"}
KOREAN_RANKS = frozenset(_KOREAN_RANKS.split())
KOREAN_BEHIND = KOREAN_RANKS | {f"{rank}님" for rank in KOREAN_RANKS} | frozenset(_KOREAN_COURTESY.split())
KOREAN_LATIN = frozenset(_KOREAN_LATIN.split())
CHINESE_TWO = frozenset(_CHINESE_TWO.split())
RUSSIAN_GIVEN = frozenset(_RUSSIAN_GIVEN.split())
PARTICLES = frozenset(_PARTICLES.split())
SUFFIXES = frozenset(_SUFFIXES.split())
