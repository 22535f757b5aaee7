package segment

import "strings"

// rules are what the sentences of a language are told apart by. Words are given
// without their last full stop.
type rules struct {
	never    words // abbreviations before which a sentence goes on: "Mr"
	numbered words // the same before a number only: "No"
	perhaps  words // they end a sentence only before one of the starters: "Inc"
	starters words // words that open sentences and hardly ever names
	ordinals bool  // "3." is "3rd", as in German

	times       words // "a.m": end a sentence but before one of the dates
	dates       words
	timeOpeners words // "At 5 a.m. Mr. Smith left."

	saying    words    // verbs after a quoted question or exclamation
	exclaimed words    // names with an exclamation mark: "Yahoo!"
	particles []string // what follows quoted speech inside a sentence
}

type words map[string]bool

// list makes words of lines of words.
func list(lines ...string) words {
	all := words{}
	for _, line := range lines {
		for word := range strings.FieldsSeq(line) {
			all[word] = true
		}
	}
	return all
}

func (r *rules) isAbbreviation(word string) bool {
	return r.never[word] || r.perhaps[word] || r.numbered[word]
}

// rulesFor returns the rules for a BCP 47 tag.
func rulesFor(lang string) *rules {
	lang, _, _ = strings.Cut(lang, "-")
	if lang == "" {
		return english
	}
	if r := languages[strings.ToLower(lang)]; r != nil {
		return r
	}
	return plain
}

// titles stand before names in every language, since names of strangers keep theirs.
var titles = list("Mr Mrs Ms Dr Prof Rev Sen Gov Gen Lt Col Maj Capt Sgt vs")

// plain is for languages without rules of their own.
var plain = &rules{}

// languages has the rules by language. The tables were written for this project
// from the style guides of news agencies (AP, Reuters, dpa, EFE, AFP: titles,
// months, states, companies) and grammars' lists of function words; none was
// copied from a corpus or another splitter.
var languages = map[string]*rules{
	"en": english,
	"de": {
		never: list(
			"Dr Prof Hr Hrn Fr Frl Ing Dipl Mag St Sankt Msgr Bf bzw bspw ca vgl evtl ggf sog z.B z.T z.Z u.a u.U d.h i.d.R o.g s.o s.u",
			"inkl exkl insb zzgl abzgl geb gest verh ehem kath evang bes jr sen med phil jur rer nat"),
		numbered: list("Nr Nrn Bd Abs Art Kap S Seite Str Tel Abb Tab Ziff Mio Mrd Tsd Jan Feb Apr Aug Sept Okt Nov Dez ca § Anm"),
		perhaps:  list("Str Mio Mrd Tsd Jan Feb Apr Aug Sept Okt Nov Dez Mo Di Mi Do Sa So usw etc u.Ä Co Inc Corp Ltd a.M a.D e.V v.Chr n.Chr Chr Jh"),
		starters: list(
			"Der Die Das Ein Eine Einen Einem Einer Er Sie Es Wir Ich Ihr Ihre Sein Seine Dieser Diese Dieses Dies Damit Dabei Dazu Daher Darum",
			"Auch Aber Und Oder Doch Denn Dann Da Dort Hier Heute Gestern Nun Jetzt Im In Am An Auf Aus Bei Beim Mit Nach Seit Von Vom Vor Zu Zum Zur",
			"Für Gegen Ohne Durch Um Über Unter Wenn Weil Als Ob Wie Was Wer Wo Wann Warum Nicht Kein Keine Alle Viele Einige Mehrere Man Zudem Außerdem Allerdings"),
		ordinals: true,
	},
	"es": {
		never:    list("Sr Sra Srta Sres Dr Dra Drs Lic Ing Arq Prof Profa D Dª Dña Gral Cnel Cap Tte Sgto Mons Fr Rev Sto Sta Ud Uds Vd Vds Excmo Excma p.ej ej aprox vs Mt"),
		numbered: list("No Nº N° Núm núm nº pág págs Pág p pp vol art Art arts cap Cap párr párrf inc Tel tel Ext ext Av Avda Cra Ago Ene Feb Mar Abr Jun Jul Sep Sept Oct Nov Dic Lun Mié Jue Vie Hs"),
		perhaps:  list("EE UU EE.UU Admón admón etc Av Avda S.A S.L Cía Hnos Jr Inc Corp Co Ltd Ago Ene Feb Abr Jun Jul Sep Sept Oct Nov Dic a.C d.C D.C Hs Km km min"),
		starters: list(
			"El La Los Las Un Una Unos Unas Lo Él Ella Ellos Ellas Ellos Yo Nosotros Su Sus Este Esta Esto Estos Estas Ese Esa Eso Aquel Aquella",
			"Y Pero O Porque Aunque Si Cuando Como Donde Mientras Después Antes Entonces También Además Sin Con Por Para Desde Hasta Según En De Del A Al",
			"No Sí Se Le Les Me Nos Hay Es Fue Son Era Hoy Ayer Ahora Aquí Allí Qué Quién Cuál Cómo Todo Todos Muchos Varios Cada Tras Entre Sobre"),
		times: list("a.m p.m"),
	},
	"fr": {
		never:    list("M MM Mme Mmes Mlle Mlles Dr Drs Pr Me Mgr Gén Col Cdt Cap Lt St Ste p.ex ex cf env av apr vs"),
		numbered: list("No no n° N° Nº p pp vol art Art chap t fig av Tél tél janv févr avr juil sept oct nov déc"),
		perhaps:  list("etc Cie Ltd Inc Corp Co S.A J.-C janv févr avr juil sept oct nov déc boul bd"),
		starters: list(
			"Le La Les L Un Une Des Il Elle Ils Elles On Nous Vous Je Ce Cet Cette Ces C Son Sa Ses Leur Leurs Notre Nos",
			"Et Mais Ou Car Donc Or Si Quand Comme Lorsque Alors Après Avant Pendant Depuis Selon Dans En Sur Sous Pour Par Avec Sans Chez Entre",
			"Ainsi Aussi Enfin Ensuite Puis Cependant Toutefois Pourtant Aujourd Hier Ici Là À A Au Aux De Du D Qui Que Quel Quelle Tous Toutes Plusieurs Certains"),
	},
	"ru": {
		never:    list("г гг ул пр пл д кв им акад проф доц т.е т.к т.н т.д т.п и.о г-н г-жа см ср напр пгт пос обл р-н св о-ва руб тыс"),
		numbered: list("г гг стр с рис табл гл ст п пп № тел кв Кв д"),
		perhaps:  list("млн млрд тыс руб долл дол куб.м кв.м н.э др пр проч у.е в вв г гг"),
		starters: list(
			"В Во На По С Со К Ко О Об От Из За До Для При Над Под Без У Он Она Они Оно Мы Я Вы Это Этот Эта Эти Тот Та Те Его Её Ее Их",
			"И А Но Или Да Если Когда Как Так Также Тогда Там Тут Здесь Что Чтобы Кто Где Почему Не Ни Все Всё Многие Некоторые По Однако После Сейчас Сегодня Вчера Теперь Ранее Кроме"),
	},
	"uk": {
		never:    list("м ул вул пр пл д кв ім акад проф доц т.зв т.д т.п в.о див пор напр смт обл р-н св тис"),
		numbered: list("м р рр стор с рис табл гл ст п пп № тел кв буд"),
		perhaps:  list("млн млрд тис грн дол н.е ін р рр ст"),
		starters: list(
			"В У На По З Із Зі До Від Для При Над Під Без За Про Він Вона Вони Воно Ми Я Ви Це Цей Ця Ці Той Та Ті Його Її Їх",
			"І Й А Але Або Якщо Коли Як Так Також Тоді Там Тут Що Щоб Хто Де Чому Не Ні Усі Всі Багато Деякі Однак Після Зараз Сьогодні Вчора Тепер Раніше Крім"),
	},
	"it": {
		never:    list("Sig Sigg Sig.ra Sig.na Sig.ri Dott Dott.ssa Dr Prof Prof.ssa Avv Ing Arch Geom Rag On Sen Mons Gen Col Cap Ten Mar S St SS ad.es es ca vs"),
		numbered: list("n N nn p pp pag pagg art artt cap vol fig tab tel Tel gen feb mar apr giu lug ago set sett ott nov dic Nov Set"),
		perhaps:  list("ecc etc S.p.A S.r.l Inc Corp Co Ltd a.C d.C"),
		starters: list(
			"Il Lo La I Gli Le Un Uno Una L Egli Ella Lui Lei Loro Noi Voi Io Questo Questa Questi Queste Quello Quella Suo Sua",
			"E Ma O Se Quando Come Dove Perché Mentre Dopo Prima Poi Allora Anche Ancora Inoltre Senza Con Per Da Dal Dalla Di Del Della A Al Alla In Nel Nella Su Sul Sulla Tra Fra Secondo",
			"Non Sì No È Era Sono Oggi Ieri Ora Qui Chi Che Cosa Quale Tutti Molti Alcuni Ogni Però Invece Così Infine"),
	},
	"nl": {
		never:    list("dhr mw mevr Dhr Mw Mevr dr drs ir ing mr prof Dr Drs Prof ds Sint St bijv bv o.a m.b.t t.a.v i.p.v d.w.z z.g.n ca vs"),
		numbered: list("nr Nr blz p art tel jan feb apr aug sept okt nov dec"),
		perhaps:  list("enz etc N.V B.V Inc Corp Co Ltd v.Chr n.Chr"),
		starters: list(
			"De Het Een Hij Zij Ze Wij We Ik Jij Je U Dit Dat Deze Die Zijn Haar Hun Ons Onze",
			"En Maar Of Want Dus Als Toen Terwijl Omdat Hoewel Na Voor Volgens Met Zonder Door Bij Van Op In Uit Aan Om Over Tegen Tot Sinds Ook Nog Nu Vandaag Gisteren Daar Hier Er Wie Wat Waar Wanneer Waarom Hoe Niet Geen Alle Veel"),
	},
	"pt": {
		never:    list("Sr Sra Srta Srs Dr Dra Drs Prof Profa Profª Eng Gen Cel Cap Ten Sgt Dep Sen Gov D Sto Sta Exmo Exma p.ex ex vs aprox"),
		numbered: list("No Nº N° nº n p pp pág págs art arts cap vol fig tel Tel Av av jan fev mar abr mai jun jul ago set out nov dez"),
		perhaps:  list("etc S.A Ltda Cia Inc Corp Co Ltd EUA a.C d.C Jr Av"),
		starters: list(
			"O A Os As Um Uma Uns Umas Ele Ela Eles Elas Eu Nós Este Esta Isto Estes Estas Esse Essa Isso Aquele Aquela Seu Sua Seus Suas",
			"E Mas Ou Se Quando Como Onde Porque Enquanto Depois Antes Então Também Além Sem Com Por Para Desde Até Segundo Em No Na Nos Nas De Do Da Ao À",
			"Não Sim É Foi São Era Há Hoje Ontem Agora Aqui Quem Que Qual Todos Muitos Vários Cada Entre Sobre"),
	},
	"ja": {particles: []string{"と", "って", "という", "との", "など", "は", "が", "を", "に", "の", "で", "、"}},
	"zh": {particles: []string{"，", "、", "；", "：", "的"}},
}

var english = &rules{
	never: list(
		"Mr Mrs Ms Messrs Mme Mlle Dr Drs Prof Profs Rev Revs Hon Fr Msgr Br Supt Insp Det Amb Atty Pres",
		"Gen Gens Col Cols Lt Lts Maj Majs Capt Capts Cmdr Cpl Sgt Sgts Adm Adms Pvt Spc Pfc Ens Brig",
		"Rep Reps Sen Sens Gov Govs Lt.Gov Lt.Col Maj.Gen Brig.Gen",
		"vs v e.g i.e viz cf approx ca e.g. i.e."),
	numbered: list(
		"No Nos N° no nos p pp pg vol Vol vols ch Ch chap Chap fig Fig figs Figs sec Sec sect Sect art Art para Para pt Pt ed Ed eq Ex ex Rte Rt Hwy Apt Ste Bldg Rm tel Tel ext Ext est approx max min",
		"Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec"),
	perhaps: list(
		"St Mt Ft Pt Sts Mts Pk Jr Sr Esq Ph.D M.D Co co Cos Corp Inc Ltd Plc plc Bros Assn Assoc Dept Univ Inst Intl Int'l Gov't Govt Nat'l Natl Ave Blvd Rd Dist Sec Fed Comm Mfg et al",
		"Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri",
		"Ala Ariz Ark Calif Cal Colo Conn Del Fla Ga Ill Ind Kan Kans Ky La Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore Pa Penn Tenn Tex Vt Va Wash W.Va Wis Wisc Wyo",
		"Alta Ont Que Sask Man N.B N.S B.C"),
	starters: list(
		"A An The This That These Those There Here It Its He She We They You I His Her Their Our Your My Who What When Where Why How Which Whose",
		"And But Or Nor So Yet If As At By For From In Into Of On Onto Out Over Since Through To Toward Under Until Unless Upon With Within Without About Above Across After Against Along Among Although Amid Around Because Before Behind Below Beside Besides Between Beyond Despite Due During Except Following Like Near Once Per Than Though Throughout Till Whereas Whether While",
		"Again Almost Already Also Always Another Any Anyone Anything Both Each Either Else Even Ever Every Everyone Everything Few Fewer Finally First Further Furthermore Hence However Indeed Instead Just Later Least Less Likewise Many Maybe Meanwhile More Moreover Most Much Neither Never Nevertheless No Nobody None Nothing Now Nowhere Often One Only Other Others Otherwise Perhaps Rather Recently Several Similarly Some Someone Something Sometimes Somewhere Soon Still Such Then Therefore Thus Today Together Tomorrow Too Tonight Usually Yes Yesterday",
		"Am Are Be Been Being Can Can't Could Did Do Does Don't Had Has Have Is Let Let's Should Was Were Would Not",
		"Dozens Hundreds Thousands Millions Billions Two Three Four Five Six Seven Eight Nine Ten Half"),
	times: list("a.m p.m A.M P.M am pm"),
	dates: list(
		"Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December",
		"Jan Feb Aug Sept Sep Oct Nov Dec Mon Tues Wed Thurs Fri",
		"EST EDT ET CST CDT CT MST MDT MT PST PDT PT GMT UTC BST CET CEST IST Eastern Central Mountain Pacific Greenwich"),
	timeOpeners: list("At By Around About Before After Until Since From Shortly Just"),
	saying: list(
		"said says asked asks told tells wrote writes added adds tweeted posted replied responded answered shouted yelled screamed cried called",
		"exclaimed declared proclaimed quipped joked continued wondered recalled demanded insisted began concluded"),
	exclaimed: list("Yahoo! Jeopardy!"),
}
