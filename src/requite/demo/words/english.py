"""English names by how common they are, firms, streets, and a rep's phrases."""

from requite.demo.words.shape import Language, Name, Texts, lines, names

FAMILIES = names(
    """Smith:24 Johnson:19 Williams:16 Brown:14 Jones:14 Garcia:12 Miller:11 Davis:11 Rodriguez:11 Martinez:10 Hernandez:10
    Lopez:9 Gonzalez:8 Wilson:8 Anderson:8 Thomas:7 Taylor:7 Moore:7 Jackson:7 Martin:7 Lee:7 Perez:7 Thompson:7 White:7
    Harris:6 Sanchez:6 Clark:6 Ramirez:6 Lewis:5 Robinson:5 Walker:5 Young:5 Allen:5 King:5 Wright:5 Scott:4 Torres:4
    Nguyen:4 Hill:4 Flores:4 Green:4 Adams:4 Nelson:4 Baker:4 Hall:4 Rivera:4 Campbell:4 Mitchell:4 Carter:4 Roberts:4
    Cantwell:1 Phillips:3 Evans:3 Turner:3 Parker:3 Collins:3 Edwards:3 Stewart:3 Morris:3 Murphy:3 Cook:3 Rogers:3
    Morgan:3 Cooper:3 Peterson:3 Reed:3 Bailey:3 Bell:3 Kelly:3 Howard:2 Ward:2 Cox:2 Brooks:2 Bennett:2 Gray:2 Hughes:2
    Price:2 Long:2 Foster:2 Sanders:2 Ross:2 Patel:2 Chen:2 O'Brien/obrien:2 Schmidt:1 Müller/mueller:1 Núñez/nunez:1"""
)
MEN = names(
    """James:47 Michael:43 Robert:42 John:41 David:35 William:33 Richard:25 Joseph:22 Thomas:21 Christopher:20 Charles:19
    Daniel:19 Matthew:17 Anthony:14 Mark:13 Steven:13 Andrew:12 Paul:12 Joshua:12 Kenneth:11 Kevin:11 Brian:10 Timothy:10
    George:9 Edward:9 Ryan:9 Jacob:9 Eric:8 Jonathan:8 Stephen:8 Larry:6 Justin:7 Scott:7 Brandon:6 Benjamin:7 Samuel:6
    Gregory:5 Patrick:5 Jack:5 Dennis:4 Tyler:5 Aaron:5 José/jose:4 Adam:5 Nathan:4 Henry:4 Peter:4 Zachary:3 Kyle:3"""
)
WOMEN = names(
    """Mary:32 Patricia:21 Jennifer:20 Linda:20 Elizabeth:18 Barbara:17 Susan:15 Jessica:15 Karen:13 Sarah:13 Lisa:12 Nancy:12
    Sandra:10 Ashley:10 Emily:9 Kimberly:9 Betty:9 Margaret:9 Donna:8 Michelle:9 Carol:8 Amanda:8 Melissa:8 Deborah:8
    Stephanie:8 Rebecca:7 Sharon:7 Laura:7 Cynthia:6 Amy:6 Kathleen:6 Angela:6 Dorothy:5 Emma:6 Olivia:6 Maria:6 Anna:5
    Samantha:5 Nicole:5 Rachel:5 Grace:4 Julie:4 Victoria:4 Sofía/sofia:2 Megan:4 Chloe:3 Hannah:4 Diane:3 Zoë/zoe:1"""
)
FIRMS = names(
    """Northwest Summit Harbor Pioneer Cascade Liberty Evergreen Lakeside Redwood Atlas Beacon Granite Sterling Frontier Keystone
    Silverline Bluewater Ironwood Oakridge Crestview Meridian Westfield Fairview Brightside Highland Stonegate Riverside Apex
    Landmark Heritage Clearwater Sunrise Eastgate Copper Falcon Maple Union Capital Metro Delta Vertex Juniper Willow Quarry"""
)
TRADES: tuple[tuple[Name, str], ...] = tuple(
    (name, trade.replace("_", " "))
    for name, trade in zip(
        names(
            """Optics Foods Logistics Supply Medical Systems Precision Trading Motors Foundry Labs Printing Textiles Energy Builders
            Packaging Software Furniture Farms Electric"""
        ),
        [
            "Optics",
            "Food",
            "Logistics",
            "Wholesale",
            "Medical_devices",
            "IT",
            "Machine_parts",
            "Trade",
            "Automotive",
            "Metals",
            "Research",
            "Printing",
            "Textiles",
            "Energy",
            "Construction",
            "Packaging",
            "Software",
            "Furniture",
            "Agriculture",
            "Electronics",
        ],
        strict=True,
    )
)
STREETS = tuple(
    (city, street.replace("_", " "))
    for city, streets in (
        ("Seattle, WA", "Pike_St Union_St 4th_Ave Western_Ave"),
        ("San Francisco, CA", "Market_St Mission_St Howard_St"),
        ("Chicago, IL", "Wacker_Dr State_St Clark_St"),
        ("New York, NY", "Broadway Madison_Ave W_34th_St Water_St"),
        ("Austin, TX", "Congress_Ave Lamar_Blvd"),
        ("Boston, MA", "Boylston_St Summer_St"),
        ("Denver, CO", "Larimer_St Blake_St"),
        ("Portland, OR", "Burnside_St Alder_St"),
        ("Los Angeles, CA", "Wilshire_Blvd Figueroa_St Olympic_Blvd"),
    )
    for street in streets.split()
)
TEXTS = Texts(
    topics=lines(
        """Prices for spring
        Contract renewal
        Delivery dates
        New product line
        Samples from batch {n}
        Q{n} volumes
        Payment terms
        Plant visit
        Claim on the last order
        First meeting with the new buyer"""
    ),
    results=lines(
        """Will order {n}00 pieces next month
        Wants {n} % off, I answer by Friday
        Send {n} samples
        Offered {price}, they decide next week
        Compares with a competitor, back at month's end
        Left the draft contract
        New buyer, was introduced
        Agreed by word, order to follow
        Budget moved to next year"""
    ),
    calls=lines(
        "Wants a quote\nVisit agreed\nStill thinking\nCall after {n} pm\nOnly asked for the price\nCheck stock\nNothing for now"
    ),
    notes=lines(
        """The finance director decides
        {n} % at {n}00 pieces
        Best after lunch
        Trouble with quality last year
        Park behind the building
        Prefers mail to calls"""
    ),
    tasks=lines(
        "Send the offer\nSend samples\nPrepare the contract\nCheck the payment\nAnswer on delivery\nSend the catalogue"
    ),
    places=lines("Their office, floor {n}\nOur office\nTheir plant\nCafé\nVideo call\nTrade fair, stand {n}"),
    prices=("$1,200", "$4,500", "$12,400", "$38,000"),
)
ENGLISH = Language(
    code="en",
    country="US",
    tld="com",
    families=FAMILIES,
    men=MEN,
    women=WOMEN,
    middles=(),
    firms=FIRMS,
    trades=TRADES,
    patterns=(
        "{firm} {trade}",
        "{firm} {trade}",
        "{firm} {trade} Inc.",
        "{firm} {trade} LLC",
        "{firm} {trade} of {city}",
    ),
    streets=STREETS,
    address="{n} {street}, {city}",
    titles=lines(
        "Buyer\nHead of Purchasing\nOwner\nPlant Manager\nCEO\nOffice Manager\nEngineer\nCFO\nSales Director"
    ),
    tags=("regular", "new", "trade fair", "dealer", "West Coast"),
    sources=("trade fair", "referral", "website", "business card", "phone"),
    texts=TEXTS,
)
