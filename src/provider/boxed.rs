//! Recipes are written as plain `async fn`; a binding holds each as a function whose future is boxed.

/// A recipe in the form that a binding holds, from a call of it: `boxed!(walk::image(session, id))`.
macro_rules! boxed {
    ($($recipe:ident)::+ ( $($argument:ident),+ )) => {
        |$($argument),+| Box::pin($($recipe)::+($($argument),+))
    };
}

pub(crate) use boxed;
