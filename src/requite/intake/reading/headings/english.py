"""Headings in English. `name` is either side's, `mobile` always a person's; `ignore` is no field of ours."""

from collections.abc import Mapping

PHRASES: Mapping[str, str] = {
    "family_name": "last name|lastname|surname|family name|second name|lname|contact last name",
    "given_name": "first name|firstname|given name|forename|fname|contact first name",
    "middle_name": "middle name|middle names|middle initial|patronymic|additional name",
    "full_name": (
        "full name|fullname|contact name|contact person|~contact|~person|display name|employee name"
        "|customer name|client name|lead name|member name|representative|person name|primary contact"
        "|attendee|participant|speaker|ceo|owner name|director|manager name"
    ),
    "name": "name|title name",
    "title": ("job title|~title|position|role|occupation|designation|contact title|organization title|job"),
    "mobile": (
        "mobile|mobile phone|cell|cell phone|cellphone|mobile number|home phone|cell number|mobile no"
    ),
    "phone": (
        "phone|telephone|tel|phone number|telephone number|work phone|business phone|direct phone"
        "|other phone|primary phone|contact number|phone no|tel no|office phone|phone value|direct line"
        "|phone home|phone work|phone mobile|car phone"
    ),
    "email": (
        "email|e mail|email address|e mail address|mail|work email|personal email|e mail value|email work"
        "|email home|primary email|contact email"
    ),
    "messenger": (
        "messenger|telegram|whatsapp|skype|wechat|line id|viber|kakao|kakaotalk|im|signal"
        "|instant messenger|kakao id|telegram id|skype id|wechat id|im value"
    ),
    "address": (
        "address|street|street address|mailing address|home address|location|postal address|address line"
        "|full address|mailing street|home street|other street|address formatted|street name"
        "|street number|address street"
    ),
    "postcode": "postcode|postal code|zip|zip code|zipcode|post code|mailing zip|home postal code",
    "region": (
        "region|state|province|city|town|county|district name|state province|mailing city|mailing state"
        "|municipality|home city|home state|territory|locality"
    ),
    "country": (
        "country|country region|nation|country code|mailing country|home country|billing country"
        "|business country region"
    ),
    "company": (
        "company|company name|account name|account|organization|organisation|organization name"
        "|organisation name|employer|business name|firm|security|legal name|trade name|business"
        "|organization 1 name|associated company|brand name|store name|facility name|provider name"
        "|institution|hospital name|school name|restaurant name|vendor|vendor name|supplier|entity name"
        "|licensee|dba name|doing business as name|corporation|company legal name|affiliation|shop name"
        "|hotel name|workplace"
    ),
    "company_phone": (
        "company phone|company main phone|account phone|organization phone|main phone|switchboard"
        "|business telephone"
    ),
    "company_email": "company email|account email|organization email",
    "company_address": (
        "company address|headquarters|headquarters location|hq|hq location|billing address|billing street"
        "|business address|business street|office address|registered address|organization address"
        "|work address|company street"
    ),
    "company_postcode": (
        "billing postal code|billing zip|business postal code|company postcode|company zip|billing postcode"
    ),
    "company_region": (
        "billing city|billing state|business city|business state|company city|company state|billing province"
    ),
    "registration_number": (
        "registration number|company number|tax id|vat|vat number|vat id|tax number|ein|tin"
        "|business number|business registration number|company registration number|abn|inn|crn"
        "|tax identification number"
    ),
    "website": (
        "website|web site|web page|url|homepage|home page|web|domain|company domain name|company website"
        "|site|web address|website url|company url|domain name"
    ),
    "industry": (
        "industry|category|sector|gics sector|business type|category name|line of business|sub industry"
        "|gics sub industry|facility type|naics description|sic description|type of business|trade"
    ),
    "company_state": (
        "business status|company status|operating status|license status|operational status|state of business"
    ),
    "closed_on": "closed on|closing date|closed date|date closed",
    "tags": "tags|tag|labels|label|categories|groups|segment|group membership|keywords|group|list",
    "source": (
        "source|lead source|origin|referred by|how did you hear|channel|utm source|original source"
        "|acquisition channel"
    ),
    "note": ("note|notes|comment|comments|description|remarks|remark|memo|about|additional information|bio"),
    "owner": (
        "owner|contact owner|account owner|owner email|sales rep|assigned to|responsible|account manager"
        "|salesperson|rep|lead owner|record owner|sales owner|company owner|responsible person"
        "|assigned user"
    ),
    "ignore": (
        "id|uuid|guid|code|key|date|created|updated|modified|birthday|birth date|date of birth|gender|sex"
        "|suffix|prefix|nickname|age|fax|business fax|home fax|latitude|longitude|lat|lon|lng|type|status"
        "|fax number|symbol|ticker|cik|founded|date added|contact form|rss url|twitter|facebook|youtube"
        "|instagram|linkedin|mastodon|created at|updated at|email type|phone type|phone label|email label"
        "|e mail type|e mail display name|email opt out|password|employees|revenue|annual revenue"
        "|number of employees|salutation|language|time zone|lead status|stage|amount|count|rank|index|no"
        "|number|row|photo|image|salary|price|total|district|party|senate class|address type"
        "|address label|website type|im type|job title level|hire date|start date|end date|last activity"
        "|last contacted|email status|email bounced|market cap|middle east|company id|contact id"
        "|account id|user id|record id|external id|twitter id|youtube id|wikipedia id|name suffix"
        "|name prefix|phonetic name|given name yomi|family name yomi|phonetic first name"
        "|phonetic last name|company type|company size|address po box|email verified|phone verified"
        "|do not call|unsubscribed|marketing consent|subscription|anniversary|url count|license number"
        "|licence number|license type|permit number|phone country code|phone extension|ext|extension"
        "|linkedin url|twitter url|facebook url|avatar url|photo url|image url|profile url|blog url"
        "|feed url|email count"
    ),
}
