"""Korean names by how common they are, firms, districts with their streets, and a rep's phrases."""

from requite.demo.words.shape import Language, Name, Texts, lines, names

FAMILIES = names(
    """김/kim:215 이/lee:147 박/park:84 최/choi:47 정/jung:43 강/kang:24 조/cho:21 윤/yoon:21 장/jang:20 임/lim:17
    한/han:15 오/oh:15 서/seo:15 신/shin:15 권/kwon:14 황/hwang:14 안/ahn:14 송/song:14 전/jeon:11 홍/hong:11 유/yoo:13
    고/ko:9 문/moon:9 양/yang:9 손/son:9 배/bae:8 백/baek:8 허/heo:7 남/nam:6 심/shim:5 노/noh:5 하/ha:5 곽/kwak:4
    성/sung:4 차/cha:4 주/joo:4 우/woo:4 구/koo:4 민/min:3 류/ryu:3 나/na:3 진/jin:3 지/ji:3 엄/um:3 채/chae:3 원/won:3
    천/cheon:2 방/bang:2 공/kong:2 현/hyun:2 함/ham:2 변/byun:2 염/yeom:2 여/yeo:1 추/choo:1 도/do:1 소/so:1 석/seok:1
    선/sun:1 설/seol:1 마/ma:1 길/gil:1 남궁/namgung:0.4 황보/hwangbo:0.2 제갈/jegal:0.1 선우/sunwoo:0.1"""
)
MEN = names(
    """영수/youngsu:16 영호/youngho:18 영철/youngchul:14 정호/jungho:16 성호/sungho:18 영진/youngjin:12 동현/donghyun:20
    준호/junho:22 민수/minsu:18 성민/sungmin:20 지훈/jihoon:28 성훈/sunghoon:18 현우/hyunwoo:24 준영/junyoung:14 정훈/junghoon:16
    상훈/sanghoon:16 상현/sanghyun:14 재현/jaehyun:18 민준/minjun:24 서준/seojun:16 도윤/doyun:12 예준/yejun:9 시우/siwoo:8
    주원/juwon:9 하준/hajun:8 지호/jiho:14 준서/junseo:12 건우/gunwoo:12 우진/woojin:14 선우/sunwoo:8 승현/seunghyun:16
    승우/seungwoo:10 태현/taehyun:12 태영/taeyoung:10 진우/jinwoo:14 진호/jinho:12 경수/kyungsu:10 병철/byungchul:9
    광수/kwangsu:8 재호/jaeho:13 재영/jaeyoung:10 기훈/kihoon:8 종현/jonghyun:9 동욱/dongwook:10 세훈/sehoon:10 창민/changmin:9
    용준/yongjun:7 인호/inho:9 철수/chulsu:6 형준/hyungjun:8 윤호/yunho:8 한결/hangyeol:3 준/jun:3 훈/hoon:2 건/gun:1"""
)
WOMEN = names(
    """지영/jiyoung:26 미경/mikyung:18 은정/eunjung:18 미영/miyoung:16 현주/hyunju:16 은주/eunju:14 지은/jieun:20 지현/jihyun:22
    은영/eunyoung:14 민정/minjung:18 수진/sujin:20 유진/yujin:20 혜진/hyejin:18 은지/eunji:16 수빈/subin:14 민지/minji:20
    지우/jiwoo:10 서연/seoyeon:18 서윤/seoyun:12 지민/jimin:14 하은/haeun:10 하윤/hayun:8 민서/minseo:12 채원/chaewon:10
    지원/jiwon:16 예은/yeeun:10 다은/daeun:10 소희/sohee:8 소영/soyoung:14 선영/sunyoung:14 정희/junghee:12 영숙/youngsook:8
    영희/younghee:8 순자/soonja:5 정숙/jungsook:8 미숙/misook:8 현정/hyunjung:14 경희/kyunghee:10 윤정/yunjung:10 보라/bora:5
    나연/nayeon:6 가영/gayoung:6 세영/seyoung:6 안나/anna:3 하나/hana:5 미래/mirae:3 예린/yerin:7 아름/areum:4 진아/jina:5
    효진/hyojin:8 슬기/seulgi:4 희/hee:1 솔/sol:2"""
)
FIRMS = names(
    """한일/hanil 대성/daesung 세종/sejong 미래/mirae 동해/donghae 한빛/hanbit 다온/daon 서독/seodok 삼영/samyoung 태광/taekwang
    우진/woojin 대한/daehan 성우/sungwoo 금강/kumkang 한솔/hansol 동양/dongyang 신라/silla 백두/baekdu 청우/chungwoo 남양/namyang
    국제/kukje 신성/shinsung 동아/donga 경남/kyungnam 영진/youngjin 세광/sekwang 한결/hangyeol 누리/nuri 가온/gaon 새한/saehan
    진성/jinsung 현우/hyunwoo 유성/yusung 대원/daewon 은성/eunsung 명진/myungjin 정우/jungwoo 한울/hanul 동진/dongjin 광명/kwangmyung
    중앙/joongang 서울/seoul 부영/buyoung 태평양/taepyungyang 고려/koryo 아리/ari 나래/narae 두레/dure 솔빛/solbit 하늘/haneul
    바다/bada 참좋은/chamjoeun 늘푸른/neulpureun 온누리/onnuri 해솔/haesol 조은/joeun 오성/osung 삼우/samwoo 일신/ilshin 풍산/poongsan"""
)
TRADES: tuple[tuple[Name, str], ...] = tuple(
    (name, trade)
    for name, trade in zip(
        names(
            """정밀/precision 상사/trading 무역/trade 식품/foods 수산/marine 유통/retail 안경/optics 약국/pharmacy 산업/industry
            전자/electronics 건설/construction 물류/logistics 기계/machine 화학/chem 테크/tech 메디칼/medical 인쇄/print 섬유/textile
            에너지/energy 소프트/soft 디자인/design 포장/pack 자동차/auto 가구/furniture 농산/farm"""
        ),
        [
            "기계부품",
            "도매",
            "무역",
            "식품",
            "수산물",
            "유통",
            "안경",
            "의약품",
            "제조",
            "전자",
            "건설",
            "물류",
            "기계",
            "화학",
            "정보기술",
            "의료기기",
            "인쇄",
            "섬유",
            "에너지",
            "소프트웨어",
            "디자인",
            "포장재",
            "자동차부품",
            "가구",
            "농산물",
        ],
        strict=True,
    )
)
PATTERNS = (
    "{firm}{trade}",
    "{firm}{trade}",
    "{firm}{trade}",
    "(주){firm}{trade}",
    "{firm}{trade} {city}지점",
    "{firm} {trade}",
)
STREETS = tuple(
    (city, street)
    for city, streets in (
        ("서울특별시 강남구", "테헤란로 강남대로 논현로 학동로 봉은사로"),
        ("서울특별시 마포구", "월드컵북로 양화로 마포대로 독막로"),
        ("서울특별시 중구", "을지로 세종대로 퇴계로 충무로"),
        ("서울특별시 영등포구", "여의대로 국제금융로 당산로 영등포로"),
        ("서울특별시 송파구", "올림픽로 송파대로 법원로"),
        ("서울특별시 구로구", "디지털로 구로중앙로 경인로"),
        ("부산광역시 해운대구", "센텀중앙로 해운대로 마린시티로"),
        ("부산광역시 부산진구", "중앙대로 서면로 가야대로"),
        ("대구광역시 수성구", "달구벌대로 동대구로 수성로"),
        ("인천광역시 연수구", "송도과학로 컨벤시아대로 인천타워대로"),
        ("광주광역시 서구", "상무중앙로 무진대로"),
        ("대전광역시 유성구", "대학로 엑스포로 테크노중앙로"),
        ("울산광역시 남구", "삼산로 번영로"),
        ("경기도 성남시 분당구", "판교역로 분당로 황새울로"),
        ("경기도 수원시 영통구", "광교중앙로 덕영대로"),
        ("경기도 화성시", "동탄대로 삼성1로"),
        ("충청남도 천안시 서북구", "불당대로 두정로"),
        ("전라북도 전주시 완산구", "홍산로 팔달로"),
        ("경상남도 창원시 성산구", "중앙대로 창원대로"),
        ("제주특별자치도 제주시", "연북로 첨단로"),
    )
    for street in streets.split()
)
TITLES = lines(
    "대표이사\n구매팀장\n구매담당\n영업부장\n과장\n차장\n부장\n대리\n실장\n공장장\n총무팀장\n원장\n약국장\n이사\n팀장\n연구원"
)
TEXTS = Texts(
    topics=lines(
        """봄 시즌 단가 협의
        신규 거래 조건
        견적서 검토
        납기 일정 조율
        샘플 품질 확인
        연간 계약 갱신
        추가 발주 상담
        하자 처리 협의
        공장 견학
        신제품 소개
        결제 조건 변경
        {n}분기 물량 계획"""
    ),
    results=lines(
        """{n}월에 {n}00개 발주하기로 함
        단가 {n}% 인하 요청, 본사 확인 후 회신
        샘플 {n}개 보내기로 함
        견적 {price} 제시, 다음 주 결정
        경쟁사와 비교 중, 월말에 다시 연락
        계약서 초안 전달함
        담당자가 바뀜, 새 담당자 소개받음
        납기 {n}일 단축되면 진행
        예산이 내년으로 넘어감
        구두로 합의, 발주서 기다림"""
    ),
    calls=lines(
        "견적 보내 달라고 함\n다음 주 방문 약속\n내부 검토 중\n{n}시 이후 통화 가능\n가격만 문의\n재고 확인 요청\n당분간 계획 없음"
    ),
    notes=lines(
        """결정은 부장이 함
        {n}00개 이상이면 {n}% 할인 요청
        오전에는 회의가 많아 오후에 연락할 것
        작년에 품질 문제로 거래가 끊겼음
        주차는 건물 뒤편
        명함은 비서에게서 받음"""
    ),
    tasks=lines(
        "견적서 보내기\n샘플 발송\n계약서 검토 요청\n카탈로그 보내기\n{n}월 물량 확인\n세금계산서 확인\n납기 회신"
    ),
    places=lines("고객사 2층 회의실\n본사 {n}층\n고객사 공장\n카페\n화상 회의\n전시장 {n}번 부스"),
    prices=("120만 원", "450만 원", "1,240만 원", "3,800만 원", "9,500만 원"),
)
KOREAN = Language(
    code="ko",
    country="KR",
    tld="co.kr",
    families=FAMILIES,
    men=MEN,
    women=WOMEN,
    middles=(),
    firms=FIRMS,
    trades=TRADES,
    patterns=PATTERNS,
    streets=STREETS,
    address="{city} {street} {n}",
    titles=TITLES,
    tags=("단골", "신규", "전시회", "VIP", "재계약", "부산권", "수도권"),
    sources=("전시회", "소개", "홈페이지", "명함", "전화 문의"),
    texts=TEXTS,
)
