// Serves a terraform provider's schema, as schemas.py recovers it, and nothing else: enough for `terraform validate`
// and for `terraform test` with mock_provider, which asks the real provider for its schema and its checks of a
// resource's configuration only. Whatever would touch a cloud is refused. Terraform starts it under the name
// terraform-provider-NAME; schema.json lies beside it.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6/tf6server"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func main() {
	executable, err := os.Executable()
	if err != nil {
		log.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(filepath.Dir(executable), "schema.json"))
	if err != nil {
		log.Fatal(err)
	}
	var file struct {
		Providers map[string]providerSchema `json:"provider_schemas"`
	}
	if err := json.Unmarshal(text, &file); err != nil {
		log.Fatal(err)
	}
	for name, schema := range file.Providers {
		factory := func() tfprotov6.ProviderServer { return &server{schema: schema} }
		if err := tf6server.Serve("registry.terraform.io/hashicorp/"+name, factory); err != nil {
			log.Fatal(err)
		}
	}
}

// server answers what terraform asks before it configures a provider. The embedded interface is nil: a provider
// that is not configured is asked for nothing else.
type server struct {
	tfprotov6.ProviderServer
	schema providerSchema
}

func (s *server) GetMetadata(context.Context, *tfprotov6.GetMetadataRequest) (*tfprotov6.GetMetadataResponse, error) {
	metadata := &tfprotov6.GetMetadataResponse{}
	for name := range s.schema.Resources {
		metadata.Resources = append(metadata.Resources, tfprotov6.ResourceMetadata{TypeName: name})
	}
	for name := range s.schema.DataSources {
		metadata.DataSources = append(metadata.DataSources, tfprotov6.DataSourceMetadata{TypeName: name})
	}
	return metadata, nil
}

func (s *server) GetProviderSchema(
	context.Context, *tfprotov6.GetProviderSchemaRequest,
) (*tfprotov6.GetProviderSchemaResponse, error) {
	return &tfprotov6.GetProviderSchemaResponse{
		Provider:          s.schema.Provider.protocol(),
		ResourceSchemas:   protocol(s.schema.Resources),
		DataSourceSchemas: protocol(s.schema.DataSources),
	}, nil
}

func (s *server) GetResourceIdentitySchemas(
	context.Context, *tfprotov6.GetResourceIdentitySchemasRequest,
) (*tfprotov6.GetResourceIdentitySchemasResponse, error) {
	return &tfprotov6.GetResourceIdentitySchemasResponse{}, nil
}

func (s *server) ValidateProviderConfig(
	_ context.Context, request *tfprotov6.ValidateProviderConfigRequest,
) (*tfprotov6.ValidateProviderConfigResponse, error) {
	return &tfprotov6.ValidateProviderConfigResponse{PreparedConfig: request.Config}, nil
}

func (s *server) ConfigureProvider(
	context.Context, *tfprotov6.ConfigureProviderRequest,
) (*tfprotov6.ConfigureProviderResponse, error) {
	return &tfprotov6.ConfigureProviderResponse{Diagnostics: []*tfprotov6.Diagnostic{{
		Severity: tfprotov6.DiagnosticSeverityError,
		Summary:  "This provider knows its schema only",
		Detail:   "It serves terraform validate and tests; a test needs mock_provider, everything else the real provider.",
	}}}, nil
}

func (s *server) StopProvider(context.Context, *tfprotov6.StopProviderRequest) (*tfprotov6.StopProviderResponse, error) {
	return &tfprotov6.StopProviderResponse{}, nil
}

func (s *server) ValidateResourceConfig(
	_ context.Context, request *tfprotov6.ValidateResourceConfigRequest,
) (*tfprotov6.ValidateResourceConfigResponse, error) {
	wrong, err := validate(s.schema.Resources[request.TypeName], request.Config)
	return &tfprotov6.ValidateResourceConfigResponse{Diagnostics: wrong}, err
}

func (s *server) ValidateDataResourceConfig(
	_ context.Context, request *tfprotov6.ValidateDataResourceConfigRequest,
) (*tfprotov6.ValidateDataResourceConfigResponse, error) {
	wrong, err := validate(s.schema.DataSources[request.TypeName], request.Config)
	return &tfprotov6.ValidateDataResourceConfigResponse{Diagnostics: wrong}, err
}

// validate says which strings are none of those that the provider's documentation lists for their attribute.
func validate(schema schema, config *tfprotov6.DynamicValue) ([]*tfprotov6.Diagnostic, error) {
	value, err := config.Unmarshal(schema.protocol().ValueType())
	if err != nil {
		return nil, err
	}
	var wrong []*tfprotov6.Diagnostic
	err = tftypes.Walk(value, func(path *tftypes.AttributePath, value tftypes.Value) (bool, error) {
		allowed := schema.Block.values(path.Steps())
		if allowed == nil || value.IsNull() || !value.IsKnown() {
			return true, nil
		}
		var text string
		if err := value.As(&text); err != nil {
			return false, err
		}
		if !slices.Contains(allowed, text) {
			wrong = append(wrong, &tfprotov6.Diagnostic{
				Severity:  tfprotov6.DiagnosticSeverityError,
				Summary:   fmt.Sprintf("%q is no value of this attribute", text),
				Detail:    fmt.Sprintf("The provider's documentation lists %q.", allowed),
				Attribute: path,
			})
		}
		return true, nil
	})
	return wrong, err
}
