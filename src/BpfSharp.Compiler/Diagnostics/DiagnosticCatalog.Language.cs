namespace BpfSharp.Compiler.Diagnostics;

// BPF1000-BPF1999: the C# subset (front end).
public static partial class DiagnosticCatalog
{
    private static DiagnosticRule[] Language => new DiagnosticRule[]
    {
        new("BPF1000", "Not in the subset", "A BPF program can't have {0}", DiagnosticLevel.Error),
        new("BPF1001", "Floating point", "BPF has no floating point, so '{0}' can't be used; count in a smaller unit with integers", DiagnosticLevel.Error),
        new("BPF1002", "Decimal", "'{0}' can't be used in a BPF program; count in a smaller unit with integers", DiagnosticLevel.Error),
        new("BPF1003", "Text", "A BPF program has no strings; write an event and format it in user space", DiagnosticLevel.Error),
        new("BPF1004", "Object on the heap", "A BPF program has no heap, so {0} can't be used; use a struct", DiagnosticLevel.Error),
        new("BPF1005", "Array", "A BPF program has no heap, so {0} can't be used; use a span, an [InlineArray] struct or a map", DiagnosticLevel.Error),
        new("BPF1006", "Virtual call", "'{0}' is called through a class or interface, which BPF can't do; use a type parameter constrained to the interface", DiagnosticLevel.Error),
        new("BPF1007", "Delegate", "A BPF program has no function objects, so {0} can't be used; call a static method", DiagnosticLevel.Error),
        new("BPF1008", "Async", "A BPF program runs to its end without waiting, so {0} can't be used", DiagnosticLevel.Error),
        new("BPF1009", "Dynamic", "{0} needs the runtime binder; use static types", DiagnosticLevel.Error),
        new("BPF1010", "Recursion", "This call of '{0}' closes a circle of calls, and BPF has no stack for recursion; use a loop with a bound", DiagnosticLevel.Error),
        new("BPF1011", "Exception handling", "A BPF program can't catch exceptions ({0}): a fault ends it with the OnFault verdict; test for the condition instead", DiagnosticLevel.Error),
        new("BPF1013", "Lock", "{0} on an object can't be used in a BPF program; use per-CPU maps or Interlocked", DiagnosticLevel.Error),
        new("BPF1014", "Iterator", "{0} makes an iterator object on the heap; use a loop", DiagnosticLevel.Error),
        new("BPF1015", "Boxing", "'{0}' would be boxed on the heap here; use a type parameter instead of an interface or object", DiagnosticLevel.Error),
        new("BPF1016", "Pointer", "{0} can't be used in a BPF program; use a span or ref", DiagnosticLevel.Error),
        new("BPF1017", "No BPF body", "'{0}' of '{1}' has no BPF body; mark it [BpfFunction] there, or write the code here", DiagnosticLevel.Error),
        new("BPF1018", "Type not in the subset", "'{0}' can't be used in a BPF program; use integers, enums, structs of them, refs and spans", DiagnosticLevel.Error),
        new("BPF1019", "Exception argument with effects", "The exception is never made in a BPF program, so what this argument does would be lost; do it before 'throw'", DiagnosticLevel.Error),
        new("BPF1020", "Thrown value", "Only 'throw new ...' can be used in a BPF program", DiagnosticLevel.Error),
        new("BPF1021", "Not for programs", "'{0}' can't be used in a BPF program; {1}", DiagnosticLevel.Error),
        new("BPF1022", "Library of another format", "The BPF bodies in '{0}' can't be read ({1}); build it with the same version of BpfSharp", DiagnosticLevel.Error),
        new("BPF1024", "Nullable", "{0} is not supported in BPF programs; look at HasValue and Value", DiagnosticLevel.Error),
        new("BPF1025", "Collection", "{0} can't be used in a BPF program; fill an [InlineArray] struct or use a map", DiagnosticLevel.Error),
        new("BPF1026", "Pattern", "{0} is not supported in BPF programs; use constant, relational and property patterns", DiagnosticLevel.Error),
        new("BPF1027", "Captured variable", "'{0}' belongs to the primary constructor, which keeps it in a hidden field; give the struct a field of its own", DiagnosticLevel.Error),
        new("BPF1028", "Reflection", "{0} needs type information at run time, which BPF has not", DiagnosticLevel.Error),
        new("BPF1029", "Interpolated string", "A BPF program has no strings, so {0} can't be used; write an event and format it in user space", DiagnosticLevel.Error),
        new("BPF1030", "Loop over a collection", "'foreach' over '{0}' can't be used in a BPF program; loop over a span or an index", DiagnosticLevel.Error),
        new("BPF1031", "Index or range", "{0} is not supported in BPF programs; write it in the brackets, or use Slice", DiagnosticLevel.Error),
        new("BPF1032", "Tuple", "{0} is not supported in BPF programs; use a struct", DiagnosticLevel.Error),
        new("BPF1033", "Conversion", "The conversion from '{0}' to '{1}' is not supported in BPF programs", DiagnosticLevel.Error),
        new("BPF1034", "Static constructor", "'{0}' has a static constructor, which would have to run first; give its fields constant initialisers", DiagnosticLevel.Error),
        new("BPF1035", "Conditional method", "Calls of the conditional method '{0}' depend on the build; use '#if' around the call", DiagnosticLevel.Error),
        new("BPF1036", "new T()", "{0} may run any constructor; use 'default'", DiagnosticLevel.Error),
        new("BPF1038", "Ambiguous implementation", "'{0}' implements '{1}' more than once, for different type arguments; BpfSharp can't tell them apart yet", DiagnosticLevel.Error),
        new("BPF1039", "Wrong helper declaration", "'{0}' can't be called: {1}", DiagnosticLevel.Error),
        new("BPF1041", "Map or constant of another class", "'{0}' is declared in '{1}': a program uses the maps and load-time constants of its own class; pass it as an argument", DiagnosticLevel.Error),
        new("BPF1042", "Static field that is no global", "'{0}' can't be a BPF global: only fields of non-generic types of this project, or that a library's functions use, with constant initialisers", DiagnosticLevel.Error),
        new("BPF1070", "Elements with an Equals of their own", "'{0}' would call the 'Equals' of '{1}' for each element, which BPF programs can't; write a loop that compares them", DiagnosticLevel.Error),
    };
}
