package pdf

import "math"

// A matrix maps points of one space to another: x' = ax + cy + e, y' = bx + dy + f.
type matrix [6]float64

var identity = matrix{1, 0, 0, 1, 0, 0}

// times returns the mapping by m and then by n.
func (m matrix) times(n matrix) matrix {
	return matrix{
		m[0]*n[0] + m[1]*n[2], m[0]*n[1] + m[1]*n[3],
		m[2]*n[0] + m[3]*n[2], m[2]*n[1] + m[3]*n[3],
		m[4]*n[0] + m[5]*n[2] + n[4], m[4]*n[1] + m[5]*n[3] + n[5],
	}
}

// A state is what operators set for those after them.
type state struct {
	page                 matrix // from the space of the operators to the page's
	font                 *font
	size                 float64
	letterSpace, spacing float64 // Tc and Tw
	stretch              float64 // Tz, 1 = 100 %
	leading, rise        float64
}

// A painter executes the description of a page and lays out the text that it shows.
type painter struct {
	file   *file
	layout *layout
	page   int
	state
	saved      []state
	text, line matrix
}

// maxSaved is how many states may be saved within one another.
const maxSaved = 1000

func (p *painter) paint(page dict) error {
	var content []byte
	for _, o := range p.file.list(page["Contents"]) {
		s, ok := p.file.resolve(o).(stream)
		if !ok {
			continue
		}
		part, err := p.file.unpack(s)
		if err != nil {
			return err
		}
		content = append(append(content, part...), '\n')
	}
	p.state = state{page: identity, stretch: 1}
	p.text, p.line = identity, identity
	return p.execute(content, p.file.dict(page["Resources"]), 0)
}

// What is spent for executing a description and for reading a font beside their
// lengths, in bytes, so that nothing is cheap to repeat.
const (
	perStream = 256
	perFont   = 4 << 10
)

// execute runs a description. The error is [ErrTooMuch].
func (p *painter) execute(content []byte, resources dict, depth int) error {
	if err := p.file.spend(perStream + len(content)); err != nil {
		return err
	}
	tokens := len(content)
	l := &lexer{data: content, tokens: &tokens}
	var operands array
	for l.more() {
		o := l.object(0)
		operator, ok := o.(keyword)
		switch {
		case !ok:
			operands = append(operands, o)
			continue
		case operator == "Do":
			if err := p.form(operands, resources, depth); err != nil {
				return err
			}
		case operator == "ID": // a picture within the description
			skipImage(l)
		default:
			p.do(operator, operands, resources)
		}
		if p.layout.glyphs > maxGlyphs || p.file.unpacked < 0 {
			return ErrTooMuch
		}
		operands = operands[:0]
	}
	return nil
}

// skipImage passes over the bytes of a picture to the operator after them.
func skipImage(l *lexer) {
	for l.pos < len(l.data) {
		if isSpace(l.data[l.pos]) && l.pos+3 <= len(l.data) && string(l.data[l.pos+1:l.pos+3]) == "EI" &&
			(l.pos+3 == len(l.data) || isSpace(l.data[l.pos+3])) {
			l.pos += 3
			return
		}
		l.pos++
	}
}

// form executes the description that Do names, if it is one.
func (p *painter) form(operands array, resources dict, depth int) error {
	if len(operands) != 1 || depth > maxDepth {
		return nil
	}
	called, _ := operands[0].(name)
	form, ok := p.file.resolve(p.file.dict(resources["XObject"])[called]).(stream)
	if !ok || p.file.name(form.dict["Subtype"]) != "Form" {
		return nil
	}
	content, err := p.file.unpack(form)
	if err != nil {
		return err
	}
	if own := p.file.dict(form.dict["Resources"]); own != nil {
		resources = own
	}
	kept, saved := p.state, p.saved
	p.saved = nil
	if m, ok := matrixOf(p.file.array(form.dict["Matrix"])); ok {
		p.state.page = m.times(p.state.page)
	}
	err = p.execute(content, resources, depth+1)
	p.state, p.saved = kept, saved
	return err
}

// matrixOf reads the six numbers of a matrix.
func matrixOf(operands array) (matrix, bool) {
	var m matrix
	if len(operands) != len(m) {
		return m, false
	}
	for i, o := range operands {
		n, ok := o.(float64)
		if !ok {
			return m, false
		}
		m[i] = n
	}
	return m, true
}

// do executes one operator of PDF 32000-1:2008, tables 57, 105, 107, 108 and 109.
func (p *painter) do(operator keyword, operands array, resources dict) {
	number := func(i int) float64 {
		if i >= len(operands) {
			return 0
		}
		n, _ := operands[i].(float64)
		return n
	}
	switch operator {
	case "q":
		if len(p.saved) < maxSaved {
			p.saved = append(p.saved, p.state)
		}
	case "Q":
		if n := len(p.saved); n > 0 {
			p.state, p.saved = p.saved[n-1], p.saved[:n-1]
		}
	case "cm":
		if m, ok := matrixOf(operands); ok {
			p.state.page = m.times(p.state.page)
		}
	case "BT":
		p.text, p.line = identity, identity
	case "Tc":
		p.letterSpace = number(0)
	case "Tw":
		p.spacing = number(0)
	case "Tz":
		p.stretch = number(0) / 100
	case "TL":
		p.leading = number(0)
	case "Ts":
		p.rise = number(0)
	case "Tf":
		if len(operands) == 2 {
			called, _ := operands[0].(name)
			p.font, p.size = p.file.font(p.file.dict(resources["Font"])[called]), number(1)
		}
	case "Td":
		p.move(number(0), number(1))
	case "TD":
		p.leading = -number(1)
		p.move(number(0), number(1))
	case "Tm":
		if m, ok := matrixOf(operands); ok {
			p.text, p.line = m, m
		}
	case "T*":
		p.move(0, -p.leading)
	case "Tj":
		p.show(operands)
	case "'":
		p.move(0, -p.leading)
		p.show(operands)
	case `"`:
		p.spacing, p.letterSpace = number(0), number(1)
		p.move(0, -p.leading)
		if len(operands) == 3 {
			p.show(operands[2:])
		}
	case "TJ":
		if len(operands) == 1 {
			list, _ := operands[0].(array)
			p.show(list)
		}
	}
}

func (p *painter) move(x, y float64) {
	p.line = matrix{1, 0, 0, 1, x, y}.times(p.line)
	p.text = p.line
}

// usualWidth is taken, in thousandths of the size, where a font does not say it.
const usualWidth = 500

// show lays out strings, with numbers between them that move what follows.
func (p *painter) show(list array) {
	if p.font == nil {
		return
	}
	first := true // those after it are placed by the numbers alone
	for _, o := range list {
		switch o := o.(type) {
		case float64:
			p.advance(-o / 1000 * p.size * p.stretch)
		case string:
			for _, g := range p.font.glyphs(o) {
				p.glyph(g, g.width != 0 || !first)
				first = false
			}
		}
	}
}

// glyph lays out g; placed says that the gap before it is no guess.
func (p *painter) glyph(g glyph, placed bool) {
	if g.width == 0 {
		g.width = usualWidth
	}
	wide := g.width/1000*p.size + p.letterSpace
	if g.space {
		wide += p.spacing
	}
	wide *= p.stretch
	point := func(x, y float64) matrix { return matrix{1, 0, 0, 1, x, y}.times(p.text).times(p.state.page) }
	start, end, foot, head := point(0, p.rise), point(wide, p.rise), point(0, 0), point(0, p.size)
	p.layout.add(mark{
		text: g.text, page: p.page, x: start[4], y: start[5], end: end[4], endY: end[5],
		size: math.Hypot(head[4]-foot[4], head[5]-foot[5]), placed: placed,
	})
	p.advance(wide)
}

func (p *painter) advance(x float64) {
	p.text = matrix{1, 0, 0, 1, x, 0}.times(p.text)
}
