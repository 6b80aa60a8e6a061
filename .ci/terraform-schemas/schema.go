package main

import (
	"encoding/json"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// providerSchema and what it holds have the shape of `terraform providers schema -json`.
type providerSchema struct {
	Provider    schema            `json:"provider"`
	Resources   map[string]schema `json:"resource_schemas"`
	DataSources map[string]schema `json:"data_source_schemas"`
}

type schema struct {
	Version int64 `json:"version"`
	Block   block `json:"block"`
}

type block struct {
	Attributes map[string]attribute   `json:"attributes"`
	Blocks     map[string]nestedBlock `json:"block_types"`
}

type nestedBlock struct {
	Mode  string `json:"nesting_mode"`
	Min   int64  `json:"min_items"`
	Max   int64  `json:"max_items"`
	Block block  `json:"block"`
}

type attribute struct {
	Type     json.RawMessage `json:"type"`
	Nested   *nestedObject   `json:"nested_type"`
	Required bool            `json:"required"`
	Optional bool            `json:"optional"`
	Computed bool            `json:"computed"`
	Values   []string        `json:"values"`
}

type nestedObject struct {
	Mode       string               `json:"nesting_mode"`
	Attributes map[string]attribute `json:"attributes"`
}

var blockModes = map[string]tfprotov6.SchemaNestedBlockNestingMode{
	"single": tfprotov6.SchemaNestedBlockNestingModeSingle,
	"list":   tfprotov6.SchemaNestedBlockNestingModeList,
	"set":    tfprotov6.SchemaNestedBlockNestingModeSet,
	"map":    tfprotov6.SchemaNestedBlockNestingModeMap,
}

var objectModes = map[string]tfprotov6.SchemaObjectNestingMode{
	"single": tfprotov6.SchemaObjectNestingModeSingle,
	"list":   tfprotov6.SchemaObjectNestingModeList,
	"set":    tfprotov6.SchemaObjectNestingModeSet,
	"map":    tfprotov6.SchemaObjectNestingModeMap,
}

func protocol(schemas map[string]schema) map[string]*tfprotov6.Schema {
	result := map[string]*tfprotov6.Schema{}
	for name, schema := range schemas {
		result[name] = schema.protocol()
	}
	return result
}

func (s schema) protocol() *tfprotov6.Schema {
	return &tfprotov6.Schema{Version: s.Version, Block: s.Block.protocol()}
}

func (b block) protocol() *tfprotov6.SchemaBlock {
	result := &tfprotov6.SchemaBlock{Attributes: attributes(b.Attributes)}
	for name, nested := range b.Blocks {
		result.BlockTypes = append(result.BlockTypes, &tfprotov6.SchemaNestedBlock{
			TypeName: name,
			Block:    nested.Block.protocol(),
			Nesting:  blockModes[nested.Mode],
			MinItems: nested.Min,
			MaxItems: nested.Max,
		})
	}
	return result
}

func attributes(named map[string]attribute) []*tfprotov6.SchemaAttribute {
	var result []*tfprotov6.SchemaAttribute
	for name, attribute := range named {
		converted := &tfprotov6.SchemaAttribute{
			Name:     name,
			Required: attribute.Required,
			Optional: attribute.Optional,
			Computed: attribute.Computed,
			// The bindings do not say what is secret; these names are, in every provider used here.
			Sensitive: strings.Contains(name, "password") || name == "access_token" || name == "token",
		}
		if attribute.Nested != nil {
			converted.NestedType = &tfprotov6.SchemaObject{
				Attributes: attributes(attribute.Nested.Attributes),
				Nesting:    objectModes[attribute.Nested.Mode],
			}
		} else {
			kind, err := tftypes.ParseJSONType(attribute.Type)
			if err != nil {
				panic(name + ": " + err.Error())
			}
			converted.Type = kind
		}
		result = append(result, converted)
	}
	return result
}

// values are the strings that an attribute below a block may have; nil where any will do.
func (b block) values(path []tftypes.AttributePathStep) []string {
	if len(path) == 0 {
		return nil
	}
	name, ok := path[0].(tftypes.AttributeName)
	if !ok { // the index of one of several blocks
		return b.values(path[1:])
	}
	if nested, ok := b.Blocks[string(name)]; ok {
		return nested.Block.values(path[1:])
	}
	if len(path) > 1 {
		return nil
	}
	return b.Attributes[string(name)].Values
}
