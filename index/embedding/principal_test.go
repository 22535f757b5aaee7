package embedding

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// principal returns the directions that hold most of the cosines between
// vectors, the one that holds most first, each of length 1: the eigenvectors of
// the sum of the outer products of the vectors at length 1, by Jacobi's method.
func principal(vectors [][]float32) [][]float64 {
	dims := len(vectors[0])
	matrix, axes := make([][]float64, dims), make([][]float64, dims)
	for i := range dims {
		matrix[i], axes[i] = make([]float64, dims), make([]float64, dims)
		axes[i][i] = 1
	}
	for _, v := range vectors {
		square := 0.0
		for _, x := range v {
			square += float64(x) * float64(x)
		}
		for i, x := range v {
			for k, y := range v {
				matrix[i][k] += float64(x) * float64(y) / square
			}
		}
	}
	for range 20 { // far fewer make what is off the diagonal as good as nothing
		for p := range dims {
			for q := p + 1; q < dims; q++ {
				if matrix[p][q] == 0 {
					continue
				}
				// The rotation that makes matrix[p][q] nothing.
				half := (matrix[q][q] - matrix[p][p]) / (2 * matrix[p][q])
				tan := math.Copysign(1/(math.Abs(half)+math.Sqrt(half*half+1)), half)
				cos := 1 / math.Sqrt(tan*tan+1)
				sin := tan * cos
				rotate := func(a, b *float64) { *a, *b = cos**a-sin**b, sin**a+cos**b }
				for k := range dims {
					rotate(&matrix[k][p], &matrix[k][q])
				}
				for k := range dims {
					rotate(&matrix[p][k], &matrix[q][k])
					rotate(&axes[p][k], &axes[q][k])
				}
			}
		}
	}
	order := make([]int, dims)
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(matrix[b][b], matrix[a][a]) })
	sorted := make([][]float64, dims)
	for i, p := range order {
		sorted[i] = axes[p]
	}
	return sorted
}

// turn returns v along axes.
func turn(v []float32, axes [][]float64) []float32 {
	turned := make([]float32, len(axes))
	for i, axis := range axes {
		sum := 0.0
		for k, x := range v {
			sum += axis[k] * float64(x)
		}
		turned[i] = float32(sum)
	}
	return turned
}

// Vectors in a plane are as far apart along the first two axes as they were in
// all dimensions.
func TestPrincipal(t *testing.T) {
	const dims = 7
	random := rand.New(rand.NewPCG(1, 2))
	vector := func() []float32 {
		v := make([]float32, dims)
		for i := range v {
			v[i] = float32(random.NormFloat64())
		}
		return v
	}
	a, b := vector(), vector()
	all := make([][]float32, 50)
	for i := range all {
		x, y := float32(random.NormFloat64()), float32(random.NormFloat64())
		all[i] = make([]float32, dims)
		for k := range dims {
			all[i][k] = x*a[k] + y*b[k]
		}
	}
	axes := principal(all)
	dot := func(a, b []float32) (sum float64) {
		for i := range a {
			sum += float64(a[i]) * float64(b[i])
		}
		return sum
	}
	for _, v := range all[1:] {
		was, is := dot(all[0], v), dot(turn(all[0], axes[:2]), turn(v, axes[:2]))
		if math.Abs(was-is) > 1e-4*math.Sqrt(dot(all[0], all[0])*dot(v, v)) {
			t.Errorf("dot product %f along two axes, %f in all dimensions", is, was)
		}
	}
}
